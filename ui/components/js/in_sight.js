// What has been started stands at the top of the screen, also when the page was still taking its place then: what goes
// from above it afterwards pulls it up and out of sight, and it gets there only once enough stands below it.  Who scrolls
// in the meantime is let be, and who goes to a button beyond it by key.

const TAKING_PLACE_MS = 5000, LOOK_AGAIN_MS = 100;
const SCROLLING = ["wheel", "touchmove", "mousedown"]; // the last, on a bar at the side
const LOW = 0.7; // share of the screen's height below which a heading tells nothing of what stands under it

export function isOutOfSight(heading, low = LOW) {
  const { top } = heading.getBoundingClientRect();
  return top < 0 || top > low * globalThis.innerHeight;
}

// What leads is in sight still when a telephone is turned or a window made narrower: what stands above it is laid out
// anew then, and pushed it off the screen.  Who had gone elsewhere on the page stays there.
export class StaysInSight {
  constructor(element) { this.element = element; this.widthPx = globalThis.innerWidth; }

  // Now and then, a few times a second.
  look() {
    const turned = globalThis.innerWidth !== this.widthPx;
    this.widthPx = globalThis.innerWidth;
    if (turned && this.seen) comeInSight(this.element);
    this.seen = !isOutOfSight(this.element);
  }
}

// moves: the keys by which a person goes elsewhere; while a session runs most of them are its own
export function comeInSight(element, moves = (key) => key === "Tab") {
  const come = () => element.scrollIntoView({ block: "start" });
  const rest = () => {
    clearInterval(watch);
    for (const kind of SCROLLING) window.removeEventListener(kind, rest, true);
    window.removeEventListener("keydown", typed, true);
  };
  const typed = ({ key }) => { if (moves(key)) rest(); };
  const untilMs = performance.now() + TAKING_PLACE_MS;
  const margin = parseFloat(getComputedStyle(element).scrollMarginTop) || 0;
  let there = false;
  const watch = setInterval(() => {
    if (!element.isConnected || performance.now() > untilMs) { rest(); return; }
    const { top } = element.getBoundingClientRect();
    there ||= Math.abs(top - margin) <= 1;
    if (!there || top < -1) come();
  }, LOOK_AGAIN_MS);
  for (const kind of SCROLLING) window.addEventListener(kind, rest, { capture: true, passive: true });
  window.addEventListener("keydown", typed, true);
  come();
}
