// Stands on every page and is never left: what views tell it goes to the server with whatever request is sent next, that
// for another page too.

import { mounted } from "./mounted.js";
import { TOLD } from "./told.js";

const COMING_MS = 5000; // a page asked for that has not come by then was none, or the server is gone

const leadsElsewhere = (link) => link && link.origin === location.origin && link.pathname !== location.pathname;

class Courier {
  constructor() {
    this.held = null; // what is told once another page was asked for: told at once, it would ask for the old one again
    this.carry = ({ detail: { name, value } }) => {
      // What is told once more after something else has changed it is news: the toolkit hands on only what differs.
      const letter = [name, { value, told_ms: performance.now() }];
      if (this.held) this.held.push(letter); else this.send(letter);
    };
    this.leaving = () => {
      if (location.pathname !== this.path) this.hold(() => window.dispatchEvent(new PopStateEvent("popstate")));
    };
    this.clicked = (event) => {
      const link = event.target.closest?.("a[href]");
      if (leadsElsewhere(link)) this.hold(() => { if (link.isConnected) link.click(); });
    };
    document.addEventListener(TOLD, this.carry);
    document.addEventListener("click", this.clicked, true);
    window.addEventListener("popstate", this.leaving);
  }

  // page: the name of the one that is shown
  update({ page }, deliver) {
    this.deliver = (letter) => deliver(...letter);
    if (this.page === page) return; // the old one once more, while the one asked for is still to come
    this.page = page;
    this.path = location.pathname;
    this.release();
  }

  // The toolkit sends what it is given a moment later, with the page that is shown then: so long it is under way.
  send(letter) {
    this.deliver(letter);
    this.sending = true;
    setTimeout(() => { this.sending = false; });
  }

  // Another page is asked for.  `again` asks once more: what is under way now goes out after the first time.
  hold(again) {
    if (this.sending) setTimeout(again);
    this.held ??= [];
    clearTimeout(this.coming);
    this.coming = setTimeout(() => this.release(), COMING_MS);
  }

  release() {
    clearTimeout(this.coming);
    const held = this.held ?? [];
    this.held = null;
    held.forEach((letter) => this.send(letter));
  }

  destroy() {
    clearTimeout(this.coming);
    document.removeEventListener(TOLD, this.carry);
    document.removeEventListener("click", this.clicked, true);
    window.removeEventListener("popstate", this.leaving);
  }
}

export default mounted(() => new Courier(), (courier, data, page) => courier.update(data, page.setStateValue));
