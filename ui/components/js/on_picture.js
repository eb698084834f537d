// Where a hand is on a picture, or beside it.

const EDGE_PX = 12; // of the screen: a hand so little beside a picture means its edge; further out it has let the mark go

// Where the pointer is on a picture of `width` by `height`, in its own px and maybe beside it.
export function placeOf(event, picture, { width, height }) {
  const box = picture.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
}

// Whether a place lies so far beside the picture that nothing on it is meant.
export function beside([x, y], picture, { width, height }) {
  const box = picture.getBoundingClientRect();
  const out = (value, most, shown) => Math.max(-value, value - most, 0) * (shown / most);
  return Math.hypot(out(x, width, box.width), out(y, height, box.height)) > EDGE_PX;
}

// The nearest place on the picture, to a tenth of its px.
export function within([x, y], { width, height }) {
  const round = (value, most) => Math.round(10 * Math.min(most, Math.max(0, value))) / 10;
  return [round(x, width), round(y, height)];
}
