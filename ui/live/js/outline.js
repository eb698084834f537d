// The outline to fit the body into, offered where the finder has not been sure for a while: it tells the square in which
// to look.  It stands still in the middle of the picture, and the person or the camera moves.

const UNSURE = new Set(["not_sure", "no_person", "front_or_back", "other_side"]); // somebody may be there
const UNSURE_MS = 4000;
const NOBODY_MS = 12000; // nobody at all: they may still be on their way to their place
const FOUND_MS = 700;

export class OutlineGuide {
  // onSquare({x, y, side} | null): shares of the frame's width (x) and height (y, side)
  constructor(onSquare) { this.onSquare = onSquare; this.choice = "auto"; this.shapes = {}; this.shown = null; }

  // shapes: {back: {lines, guides, side, hips}, …}; usual: the name of the one for what is wanted, or null
  update(shapes, usual) {
    const changed = usual !== this.usual;
    Object.assign(this, { shapes, usual });
    if (changed && this.choice === "auto") this.#show(null);
  }

  choose(choice) { this.choice = choice; this.reset(); if (choice !== "auto") this.#show(choice); }

  reset() { this.sinceMs = null; this.foundMs = null; this.#show(this.choice === "auto" ? null : this.choice); }

  seen(located, reasons, nowMs) {
    if (this.choice !== "auto") return;
    if (located) {
      this.sinceMs = null;
      this.foundMs ??= nowMs;
      if (this.shown && nowMs - this.foundMs > FOUND_MS) this.#show(null);
      return;
    }
    this.foundMs = null;
    this.sinceMs ??= nowMs;
    const patience = reasons.some((reason) => UNSURE.has(reason)) ? UNSURE_MS : NOBODY_MS;
    if (!this.shown && this.usual && nowMs - this.sinceMs > patience) this.#show(this.usual);
  }

  get shape() { return this.shown ? this.shapes[this.shown] : null; }

  #show(name) {
    const next = this.shapes[name] ? name : null;
    if (next === this.shown) return;
    this.shown = next;
    const shape = this.shape;
    this.onSquare(shape ? { x: 0.5, y: shape.hips, side: shape.side } : null);
  }

  // In the box that the picture takes on the canvas; symmetrical, so that a mirror changes nothing.
  draw(pen, box, unit) {
    const shape = this.shape;
    if (!shape) return;
    const side = shape.side * box.h, x = box.x + box.w / 2, y = box.y + shape.hips * box.h;
    const trace = (line, closed) => {
      pen.beginPath();
      for (const [lx, ly] of line) pen.lineTo(x + side * lx, y + side * ly);
      if (closed) pen.closePath();
    };
    pen.save();
    pen.beginPath(); pen.rect(box.x, box.y, box.w, box.h); pen.clip();
    pen.lineJoin = "round"; pen.lineCap = "round"; pen.globalAlpha = 0.9;
    for (const [wide, colour, dashes] of [[0.9, "#10151c", []], [0.5, "#ffffff", [2 * unit, 1.4 * unit]]]) {
      pen.lineWidth = wide * unit; pen.strokeStyle = colour; pen.setLineDash(dashes);
      for (const line of shape.lines) { trace(line, true); pen.stroke(); }
      for (const line of shape.guides) { trace(line, false); pen.stroke(); }
    }
    pen.restore();
  }
}
