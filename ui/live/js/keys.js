// Going on without the mouse: the keyboard, a presenter's clicker, and a hand held up for a second.

import { LED } from "../../components/js/led.js";

const COMMANDS = {
  " ": "go", Enter: "go", ArrowRight: "next", PageDown: "next", n: "next",
  ArrowLeft: "again", PageUp: "again", r: "again", Escape: "stop", ".": "go", b: "go",
};
const PRESSED_ITSELF = ["BUTTON", "SELECT", "INPUT", "TEXTAREA", "SUMMARY", "A"];

export class Keys {
  constructor(onCommand) {
    this.listen = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const command = COMMANDS[event.key];
      const on = event.composedPath()[0];
      const closes = on?.getAttribute?.("aria-expanded") === "true"; // an open list is what Escape closes, not the session
      if (!command || (PRESSED_ITSELF.includes(on?.tagName) && (event.key !== "Escape" || closes))) return;
      event.preventDefault(); event.stopPropagation();
      onCommand(command);
    };
  }

  start() {
    window.addEventListener("keydown", this.listen, true);
    document.body.dataset[LED] = "";
  }

  stop() {
    window.removeEventListener("keydown", this.listen, true);
    delete document.body.dataset[LED];
  }
}

const HELD_MS = 1000, REST_MS = 1500, GAP_MS = 250; // one missed frame does not put the hand down

export class RaisedHand {
  constructor(onHeld) { this.onHeld = onHeld; this.sinceMs = null; this.lastMs = 0; this.spentMs = 0; }

  seen(raised, nowMs) {
    if (raised) {
      this.lastMs = nowMs;
      this.sinceMs ??= nowMs;
      if (!this.spent && nowMs - this.sinceMs >= HELD_MS && nowMs - this.spentMs > REST_MS) {
        this.spent = true; this.spentMs = nowMs; // once for each time it goes up
        this.onHeld();
      }
    } else if (this.sinceMs !== null && nowMs - this.lastMs > GAP_MS) { this.sinceMs = null; this.spent = false; }
  }
}
