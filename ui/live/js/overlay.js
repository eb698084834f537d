// Points over the video.  The video is shown at once; the points follow by the time of one frame.  Left and right are
// told apart by shape and by letter; a mirrored view moves the marks, it never swaps the letters.

const APPEAR_MS = 150, FADE_MS = 450, KEEP_MS = 250; // a point missed for a frame or two stays; then it fades
const TARGET = "#53ff8a";

export class Overlay {
  constructor(canvas, video) {
    Object.assign(this, { canvas, video, mirrored: true, turn: 0, targets: [], style: null });
    this.points = new Map(); // "BL23.left" -> {x, y, ring, code, side, seenMs, sinceMs}
  }

  show(points, nowMs) {
    for (const point of points) {
      const key = `${point.code}.${point.side}`;
      const before = this.points.get(key);
      const sinceMs = before && nowMs - before.seenMs < KEEP_MS + FADE_MS ? before.sinceMs : nowMs;
      this.points.set(key, { ...point, seenMs: nowMs, sinceMs });
    }
    this.draw(nowMs);
  }

  clear() { this.points.clear(); this.draw(performance.now()); }

  // Is any of the chosen places in sight now?
  targetSeen(nowMs) {
    return this.targets.some((key) => { const hit = this.points.get(key); return hit && nowMs - hit.seenMs < KEEP_MS; });
  }

  #alpha(point, nowMs) {
    const gone = nowMs - point.seenMs - KEEP_MS;
    const fading = gone <= 0 ? 1 : 1 - gone / FADE_MS;
    return Math.max(0, Math.min(fading, 0.25 + 0.75 * (nowMs - point.sinceMs) / APPEAR_MS, 1));
  }

  // Where the picture lies inside the canvas: contained, with bars beside or above it.
  #box() {
    const { width: w, height: h } = this.canvas;
    let vw = this.video.videoWidth || 4, vh = this.video.videoHeight || 3;
    if (this.turn % 2) [vw, vh] = [vh, vw];
    const scale = Math.min(w / vw, h / vh);
    return { x: (w - vw * scale) / 2, y: (h - vh * scale) / 2, w: vw * scale, h: vh * scale };
  }

  draw(nowMs) {
    const pen = this.canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(this.canvas.clientWidth * ratio), h = Math.round(this.canvas.clientHeight * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) { this.canvas.width = w; this.canvas.height = h; }
    pen.clearRect(0, 0, w, h);
    const box = this.#box(), unit = Math.max(5, box.h / 90);
    let fading = false;
    for (const [key, point] of this.points) {
      const alpha = this.#alpha(point, nowMs);
      if (alpha <= 0) { this.points.delete(key); continue; }
      fading ||= alpha < 1 || nowMs - point.seenMs > KEEP_MS / 2;
      const aimed = this.targets.includes(key);
      const x = box.x + box.w * (this.mirrored ? 1 - point.x : point.x), y = box.y + box.h * point.y;
      pen.globalAlpha = alpha * (this.targets.length && !aimed ? 0.3 : 1);
      this.#mark(pen, { ...point, aimed }, x, y, point.ring * box.w, unit);
    }
    pen.globalAlpha = 1;
    // Only a point that is vanishing needs frames of its own; the others are redrawn by the next answer.
    cancelAnimationFrame(this.again);
    if (fading) this.again = requestAnimationFrame((ms) => this.draw(ms));
  }

  // Colours, shapes and letters are the ones of the photographs: style = {left: {colour, shape, letter}, …, edge, ink}
  #mark(pen, point, x, y, ring, unit) {
    const { colour: own, shape, letter } = this.style[point.side];
    const colour = point.aimed ? TARGET : own, { edge, ink } = this.style;
    const size = point.aimed ? 1.6 * unit : unit;
    const circle = (radius) => { pen.beginPath(); pen.arc(x, y, radius, 0, 2 * Math.PI); };
    pen.lineWidth = point.aimed ? unit * 0.9 : unit * 0.5;
    pen.strokeStyle = edge; circle(ring); pen.stroke();
    pen.lineWidth *= 0.55; pen.strokeStyle = colour; circle(ring); pen.stroke();
    if (shape === "round") circle(0.92 * size);
    else polygon(pen, x, y, shape === "diamond" ? 4 : 3, 1.25 * size);
    pen.fillStyle = colour; pen.strokeStyle = edge; pen.lineWidth = unit * 0.4;
    pen.fill(); pen.stroke();
    if (this.points.size > 16 && !point.aimed) return; // a crowd of words would hide the body
    const away = (this.mirrored ? -1 : 1) * (point.side === "left" ? -1 : 1); // from behind, left lies to the left
    const text = `${point.code} ${letter}`;
    pen.font = `700 ${Math.max(12, Math.round(unit * (point.aimed ? 4 : 2.6)))}px system-ui, sans-serif`;
    pen.textBaseline = "middle";
    pen.textAlign = point.side === "midline" || away > 0 ? "left" : "right";
    const at = x + (point.side === "midline" ? 1 : away) * (Math.max(ring, size) + unit);
    pen.lineWidth = unit * 0.9; pen.lineJoin = "round"; pen.strokeStyle = edge;
    pen.strokeText(text, at, y); pen.fillStyle = point.aimed ? TARGET : ink; pen.fillText(text, at, y);
  }
}

function polygon(pen, x, y, corners, radius) {
  pen.beginPath();
  for (let i = 0; i < corners; i += 1) {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / corners;
    pen.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  pen.closePath();
}
