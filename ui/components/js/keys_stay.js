// What was pressed by key goes from the page with the answer to it.  The keys stay at the last stop or heading before it,
// so that the next stop is what has come in its place; the browser leaves them nowhere, and a page that is read aloud
// begins anew.  While a session runs what nothing holds is its own: the space bar pauses it.

import { LED } from "./led.js";
import { stopsIn } from "./stops.js";

const MAIN = '[data-testid="stMain"]', AT_REST = "[data-test-script-state=notRunning]";
const HEADINGS = "h1, h2, h3"; // of them a key presses nothing unawares
const LOOK_AGAIN_MS = 100;
const REST_MS = 500; // a heading or a picture that is to have the keys takes them sooner
const PATIENCE_MS = 60_000; // until the answer to what was pressed is there

class KeysStay {
  constructor(page) {
    this.page = page;
    page.addEventListener("click", (event) => this.#clicked(event), true);
  }

  // A click without a mouse is a key's; a link leads to another page, which is read from its start.
  #clicked(event) {
    clearInterval(this.watch);
    const pressed = event.detail === 0 ? event.target.closest?.("button") : null;
    const stops = pressed ? stopsIn(this.page.querySelector(MAIN), HEADINGS) : [];
    if (!stops.includes(pressed)) return;
    const before = stops.slice(0, stops.indexOf(pressed)).reverse(), { pathname } = location;
    let looks = 0, rested = 0;
    const look = () => {
      looks += 1;
      if (looks * LOOK_AGAIN_MS > PATIENCE_MS || pathname !== location.pathname) return true;
      if (pressed.isConnected) return false;
      if (LED in this.page.body.dataset) return true;
      if (this.page.activeElement && this.page.activeElement !== this.page.body) return true;
      rested = this.page.querySelector(AT_REST) ? rested + 1 : 0;
      if (rested * LOOK_AGAIN_MS < REST_MS) return false;
      const stays = before.find((stop) => stop.isConnected && stop.checkVisibility());
      if (stays?.matches(HEADINGS)) stays.tabIndex = -1; // it has the keys only where it is told that it may
      stays?.focus({ preventScroll: true });
      return true;
    };
    this.watch = setInterval(() => { if (look()) clearInterval(this.watch); }, LOOK_AGAIN_MS);
  }
}

let keys = null; // one for the page, however often the toolkit mounts this

export default function ({ parentElement }) {
  keys ??= new KeysStay(parentElement.ownerDocument);
}
