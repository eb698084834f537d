// Showing by hand what presses (a knuckle, an elbow, a pen, a ball): a click on the picture, moving or frozen, or the
// cross on a frozen picture, moved by the arrow keys.

import { hide } from "../../components/js/hide.js";
import { wayOf } from "../../components/js/arrows.js";

const STEP = 0.005; // of the picture, for one arrow key; five times with Shift

export class Pointer {
  // parts: {stage, still, cross, guide}; onTap([x, y] in shares, frozen); onFreeze(frozen)
  constructor(parts, marks, grabber, { onTap, onFreeze }) {
    Object.assign(this, { parts, marks, grabber, onTap, onFreeze, video: grabber.video, frozen: false, at: [0.5, 0.5] });
    parts.stage.addEventListener("click", (event) => this.#clicked(event));
    parts.cross.addEventListener("keydown", (event) => this.#typed(event));
  }

  // The picture of this moment takes the video's place, on the screen and on the line to the server.
  freeze() {
    const { stage, still, cross } = this.parts, { videoWidth, videoHeight } = this.video;
    if (!videoWidth) return;
    still.width = videoWidth; still.height = videoHeight;
    still.getContext("2d").drawImage(this.video, 0, 0);
    Object.assign(still, { videoWidth, videoHeight, paused: false }); // what a grabber asks of a video
    this.grabber.video = still;
    this.frozen = true;
    still.hidden = cross.hidden = false;
    this.moved = false;
    this.wait();
    stage.scrollIntoView({ block: "nearest" }); // on a phone it lies above the button
    cross.focus({ preventScroll: true });
    this.onFreeze(true);
  }

  // Until it is moved, the cross waits where the point is seen; on a still that settles with the next answers.
  wait() {
    if (!this.frozen || this.moved) return;
    const target = this.marks.targets[0];
    this.at = target ? [target.x, target.y] : [0.5, 0.5];
    this.place();
  }

  thaw() {
    this.grabber.video = this.video;
    this.frozen = false;
    this.parts.still.hidden = true;
    hide(this.parts.cross, this.parts.guide);
    this.onFreeze(false);
  }

  // The cross where it belongs, after the picture was mirrored or has changed its size.
  place() {
    const [x, y] = this.marks.placeOf(...this.at);
    Object.assign(this.parts.cross.style, { left: `${x}px`, top: `${y}px` });
  }

  #clicked(event) {
    if (event.target === this.parts.cross && event.detail === 0) { this.#give(); return; } // Enter, or the space bar
    const box = this.parts.stage.getBoundingClientRect();
    const share = this.marks.shareAt(event.clientX - box.left, event.clientY - box.top);
    if (!share) return;
    this.at = share;
    this.#give();
  }

  #typed(event) {
    const step = wayOf(event);
    if (!step) return;
    event.preventDefault();
    const far = STEP * (event.shiftKey ? 5 : 1), within = (value) => Math.min(1, Math.max(0, value));
    this.at = [within(this.at[0] + far * step[0] * (this.marks.mirrored ? -1 : 1)), within(this.at[1] + far * step[1])];
    this.#give();
  }

  #give() {
    this.moved = true;
    this.place();
    this.onTap(this.at, this.frozen);
  }
}
