// A frame held still for tapping: larger than those that are looked at, for a hand is finer than the model's eye.  Like
// them it is never mirrored, whatever the preview shows, so that the body's left stays its left.

import { FrameGrabber } from "./frames.js";

const FROZEN_PX = 1280;

export class Freeze {
  constructor(video) { this.grabber = new FrameGrabber(video, FROZEN_PX); this.serial = 0; }

  // -> {serial, jpeg: base64} or null while there is no picture; turn: quarter turns, as the live frames have them
  take(turn) {
    this.grabber.turn = turn;
    const bytes = this.grabber.grab();
    if (!bytes) return null;
    let text = "";
    for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
    this.serial += 1;
    return { serial: this.serial, jpeg: btoa(text) };
  }
}
