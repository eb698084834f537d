// What a key was pressed on goes from the page, and the keys with it: they would begin again at the page's start.

// Gives the keys to `to` once nothing holds them, or what is `left` does; who is at something else by now stays there.
export function takeLostKeys(to, untilMs, left = () => false) {
  if (to.hidden || !to.isConnected) return;
  const at = document.activeElement;
  if (!at || at === document.body || left()) to.focus({ preventScroll: true });
  else if (performance.now() < untilMs) requestAnimationFrame(() => takeLostKeys(to, untilMs, left));
}

const LEFT_MS = 5000; // until what was pressed has left a slow page

// The same for a heading, under which what was asked for stands; a heading has the keys only where it is told that it may.
export function goOnAtHeading(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  takeLostKeys(heading, performance.now() + LEFT_MS);
}
