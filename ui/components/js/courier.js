// Stands on every page and is never left: what views tell it goes to the server with whatever request is sent next, that
// for another page too.

import { mounted } from "./mounted.js";
import { TOLD } from "./told.js";

class Courier {
  constructor() {
    this.carry = ({ detail }) => this.tell(detail.name, detail.value);
    document.addEventListener(TOLD, this.carry);
  }

  destroy() { document.removeEventListener(TOLD, this.carry); }
}

export default mounted(() => new Courier(), (courier, data, page) => { courier.tell = page.setStateValue; });
