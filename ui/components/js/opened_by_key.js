// What opens by a press, by key: the menus of the bar, and boxes under a button.  The toolkit hangs what they hold at the
// very end of the page, where keys come to it last, and leaves it open over what they pass on the way: here it is met
// right after what opens it, and closes when it is left.

import { stopsIn } from "./stops.js";

const WORD = '[data-testid="stTopNavSection"]', MENU = '[data-testid="stTopNavPopover"]'; // the arrow keys go along a menu
const OPENER = `${WORD}, [data-testid="stPopoverButton"]`, INSIDE = `${MENU}, [data-testid="stPopoverBody"]`;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const PATIENCE_MS = 1000; // until what was opened is there

class OpenedByKey {
  constructor(page) {
    this.page = page;
    page.addEventListener("click", (event) => this.#clicked(event), true); // before the toolkit opens or closes
    page.addEventListener("keydown", (event) => this.#typed(event));
  }

  // A click without a mouse is a key's: whoever opens something by key wants what is in it.
  #clicked(event) {
    const opener = event.target.closest?.(OPENER);
    if (event.detail === 0 && opener && !isOpen(opener)) this.#enter(performance.now() + PATIENCE_MS);
  }

  #enter(untilMs) {
    const [first] = stopsIn(this.page.querySelector(INSIDE));
    if (first) first.focus();
    else if (performance.now() < untilMs) requestAnimationFrame(() => this.#enter(untilMs));
  }

  #typed(event) {
    const opener = event.target.closest?.(OPENER), inside = event.target.closest?.(INSIDE);
    if (opener) this.#onOpener(event, opener);
    else if (inside) this.#within(event, inside);
  }

  #onOpener(event, opener) {
    const into = event.key === "Tab" ? !event.shiftKey && isOpen(opener) : event.key === "ArrowDown" && opener.matches(WORD);
    if (!into) return;
    if (isOpen(opener)) this.#enter(0); else opener.click();
    event.preventDefault();
  }

  #within(event, inside) {
    const stops = stopsIn(inside), at = stops.indexOf(event.target);
    const step = inside.matches(MENU) ? STEPS[event.key] : undefined;
    if (step) {
      event.preventDefault();
      stops[at + step]?.focus();
    } else if (event.key === "Tab" && (event.shiftKey ? at <= 0 : at === stops.length - 1)) this.#leave(event);
  }

  // Past the end the key goes on from what had opened it; before the start it stays there.
  #leave(event) {
    const opener = [...this.page.querySelectorAll(OPENER)].find(isOpen);
    if (!opener) return;
    if (event.shiftKey) event.preventDefault();
    opener.focus();
    opener.click();
  }
}

function isOpen(opener) { return opener.getAttribute("aria-expanded") === "true"; }

let keys = null; // one for the page, however often the toolkit mounts this

export default function ({ parentElement }) {
  keys ??= new OpenedByKey(parentElement.ownerDocument);
}
