// Both rings over the picture: where the point lies and where the finger presses, and the way from one to the other.

const KEEP_MS = 400; // a mark missed for a few frames stays
const TARGET = "#53ff8a", FINGER = "#ffffff", EDGE = "#101010";
const WORDS = { on: "#53ff8a", probably: "#53ff8a", near: "#ffc233", off: "#ff8a70" };

export class Marks {
  constructor(canvas, video) { Object.assign(this, { canvas, video, mirrored: false, targets: [], press: null, word: null, seenMs: -1e9 }); }

  show(answer, nowMs) {
    if (answer.targets?.length || answer.press || nowMs - this.seenMs > KEEP_MS) {
      Object.assign(this, { targets: answer.targets ?? [], press: answer.press ?? null, word: answer.word ?? null, seenMs: nowMs });
    }
    this.draw();
  }

  clear() { Object.assign(this, { targets: [], press: null, word: null }); this.draw(); }

  // Where the picture lies inside the canvas: contained, with bars beside or above it; in px of the page.
  box() {
    const { clientWidth: w, clientHeight: h } = this.canvas;
    const vw = this.video.videoWidth || 4, vh = this.video.videoHeight || 3;
    const scale = Math.min(w / vw, h / vh);
    return { x: (w - vw * scale) / 2, y: (h - vh * scale) / 2, w: vw * scale, h: vh * scale };
  }

  // A place on the canvas as shares of the picture, and back; null beside the picture.
  shareAt(x, y) {
    const box = this.box();
    const across = (x - box.x) / box.w, down = (y - box.y) / box.h;
    if (across < 0 || across > 1 || down < 0 || down > 1) return null;
    return [this.mirrored ? 1 - across : across, down];
  }

  placeOf(x, y) {
    const box = this.box();
    return [box.x + box.w * (this.mirrored ? 1 - x : x), box.y + box.h * y];
  }

  draw() {
    const pen = this.canvas.getContext("2d"), ratio = window.devicePixelRatio || 1;
    const w = Math.round(this.canvas.clientWidth * ratio), h = Math.round(this.canvas.clientHeight * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) { this.canvas.width = w; this.canvas.height = h; }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, w, h);
    const box = this.box(), unit = Math.max(4, box.h / 110);
    const nearest = this.#nearest();
    for (const target of this.targets) {
      const [x, y] = this.placeOf(target.x, target.y);
      this.#ring(pen, x, y, target.ring * box.w, unit, TARGET, []);
      this.#dot(pen, x, y, unit, TARGET);
      this.#label(pen, `${target.code}`, x, y - Math.max(target.ring * box.w, unit) - unit, unit, TARGET);
    }
    if (!this.press) return;
    const [x, y] = this.placeOf(this.press.x, this.press.y), colour = WORDS[this.word] ?? FINGER;
    if (nearest && this.word && this.word !== "on" && this.word !== "probably") this.#arrow(pen, [x, y], this.placeOf(nearest.x, nearest.y), unit, colour);
    this.#ring(pen, x, y, Math.max(this.press.ring * box.w, 2 * unit), unit, colour, [2 * unit, 1.2 * unit]);
    this.#cross(pen, x, y, 1.6 * unit, unit, colour);
  }

  #nearest() {
    if (!this.press) return null;
    const away = (target) => Math.hypot(target.x - this.press.x, target.y - this.press.y);
    return this.targets.reduce((best, target) => (!best || away(target) < away(best) ? target : best), null);
  }

  #ring(pen, x, y, radius, unit, colour, dash) {
    pen.setLineDash(dash);
    for (const [width, ink] of [[0.9 * unit, EDGE], [0.5 * unit, colour]]) {
      pen.lineWidth = width; pen.strokeStyle = ink;
      pen.beginPath(); pen.arc(x, y, radius, 0, 2 * Math.PI); pen.stroke();
    }
    pen.setLineDash([]);
  }

  #dot(pen, x, y, unit, colour) {
    pen.fillStyle = colour; pen.strokeStyle = EDGE; pen.lineWidth = 0.4 * unit;
    pen.beginPath(); pen.arc(x, y, 0.9 * unit, 0, 2 * Math.PI); pen.fill(); pen.stroke();
  }

  #cross(pen, x, y, reach, unit, colour) {
    for (const [width, ink] of [[unit, EDGE], [0.5 * unit, colour]]) {
      pen.lineWidth = width; pen.strokeStyle = ink;
      pen.beginPath(); pen.moveTo(x - reach, y); pen.lineTo(x + reach, y); pen.moveTo(x, y - reach); pen.lineTo(x, y + reach); pen.stroke();
    }
  }

  #arrow(pen, [x0, y0], [x1, y1], unit, colour) {
    const angle = Math.atan2(y1 - y0, x1 - x0), barb = (turn) => [x1 - 2.4 * unit * Math.cos(angle + turn), y1 - 2.4 * unit * Math.sin(angle + turn)];
    for (const [width, ink] of [[1.1 * unit, EDGE], [0.6 * unit, colour]]) {
      pen.lineWidth = width; pen.strokeStyle = ink; pen.lineCap = "round";
      pen.beginPath(); pen.moveTo(x0, y0); pen.lineTo(x1, y1); pen.lineTo(...barb(0.5)); pen.moveTo(x1, y1); pen.lineTo(...barb(-0.5)); pen.stroke();
    }
  }

  #label(pen, text, x, y, unit, colour) {
    pen.font = `700 ${Math.max(14, 3 * unit)}px system-ui, sans-serif`;
    pen.textAlign = "center"; pen.textBaseline = "bottom"; pen.lineJoin = "round";
    pen.lineWidth = unit; pen.strokeStyle = EDGE; pen.strokeText(text, x, y);
    pen.fillStyle = colour; pen.fillText(text, x, y);
  }
}
