// The scene over the video.  The video is shown at once; the marks follow by the time of one frame.  Left and right are
// told apart by shape and by letter; a mirrored view moves the marks, it never swaps the letters.
// Marks and strokes are the scene's own; labels are laid out here, because they have to follow the mirror.

const APPEAR_MS = 150, FADE_MS = 450, KEEP_MS = 250; // a point missed for a frame or two stays; then it fades
const TARGET = "#53ff8a", MOST_LABELS = 24;
const LEAST_DOT = 0.8, LEAST_RING = 0.25; // 90ths of the picture's height: seen from across a room

export class Overlay {
  constructor(canvas, video) {
    Object.assign(this, { canvas, video, mirrored: true, turn: 0, targets: [], letters: {}, outline: null });
    this.points = new Map(); // "BL23.left" -> the scene's mark, {x, y, ring, dot} as shares of the picture, and since when
  }

  show(scene, nowMs) {
    const [w, h] = scene.size_px;
    this.scene = scene;
    for (const mark of scene.marks) {
      const key = `${mark.code}.${mark.side}`;
      const point = { ...mark, x: mark.xy_px[0] / w, y: mark.xy_px[1] / h, ring: mark.ring_px / w, dot: mark.dot_px / w };
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
    this.outline?.draw(pen, box, unit);
    let fading = false;
    const labels = [];
    for (const [key, point] of this.points) {
      const alpha = this.#alpha(point, nowMs);
      if (alpha <= 0) { this.points.delete(key); continue; }
      fading ||= alpha < 1 || nowMs - point.seenMs > KEEP_MS / 2;
      const aimed = this.targets.includes(key);
      const x = box.x + box.w * (this.mirrored ? 1 - point.x : point.x), y = box.y + box.h * point.y;
      pen.globalAlpha = alpha * (this.targets.length && !aimed ? 0.3 : 1);
      const ring = point.ring * box.w;
      this.#mark(pen, { ...point, aimed }, x, y, box.w / this.scene.size_px[0], unit);
      if (aimed || !this.targets.length) labels.push({ point, aimed, alpha, x, y, reach: aimed ? ring : Math.min(ring, 3 * unit) });
    }
    if (labels.length <= MOST_LABELS) this.#labels(pen, labels, unit); // a crowd of words would hide the body
    pen.globalAlpha = 1;
    // Only a point that is vanishing needs frames of its own; the others are redrawn by the next answer.  Where none comes
    // they vanish too: the body moves on under them.
    cancelAnimationFrame(this.again); clearTimeout(this.unanswered);
    if (fading) this.again = requestAnimationFrame((ms) => this.draw(ms));
    else if (this.points.size) this.unanswered = setTimeout(() => this.draw(performance.now()), KEEP_MS);
  }

  // Ring and dot of one mark; `scale` is canvas pixels for one pixel of the scene.
  #mark(pen, point, x, y, scale, unit) {
    const colour = point.aimed ? TARGET : point.colour, edge = this.scene.edge_colour;
    const size = Math.max(point.dot_px * scale, point.aimed ? 1.6 * unit : LEAST_DOT * unit);
    const wide = Math.max(this.scene.ring_width_px * scale, LEAST_RING * unit) * (point.aimed ? 1.8 : 1);
    const circle = (radius) => { pen.beginPath(); pen.arc(x, y, radius, 0, 2 * Math.PI); };
    pen.lineWidth = 1.8 * wide; pen.strokeStyle = edge; circle(point.ring_px * scale); pen.stroke();
    pen.lineWidth = wide; pen.strokeStyle = colour; circle(point.ring_px * scale); pen.stroke();
    if (point.shape === "round") circle(0.92 * size);
    else polygon(pen, x, y, point.shape === "diamond" ? 4 : 3, 1.25 * size);
    pen.fillStyle = colour; pen.strokeStyle = edge; pen.lineWidth = unit * 0.4;
    pen.fill(); pen.stroke();
  }

  // Each label beside its point, away from the spine; where two would cover each other, they are stacked and a line
  // leads from the point to its label.
  #labels(pen, labels, unit) {
    if (!labels.length) return;
    const { edge_colour: edge, ink_colour: ink } = this.scene;
    const type = (label) => Math.max(13, Math.round(unit * (label.aimed ? 4 : 2.6)));
    const byWay = { "-1": [], 1: [] };
    const middle = (side) => { const those = labels.filter(({ point }) => point.side === side); return those.reduce((sum, label) => sum + label.x, 0) / those.length; };
    // The left labels stand on the side where the left marks lie; with one side alone as seen from behind.
    const leftLiesLeft = Number.isNaN(middle("left") - middle("right")) ? !this.mirrored : middle("left") < middle("right");
    for (const label of labels) {
      const { side, code } = label.point;
      label.way = side === "midline" ? 1 : (side === "left") === leftLiesLeft ? -1 : 1;
      label.text = `${code} ${this.letters[side] ?? ""}`.trim();
      label.size = type(label);
      label.at = label.x + label.way * (Math.max(label.reach, unit) + unit);
      label.line = label.y;
      byWay[label.way].push(label);
    }
    for (const column of Object.values(byWay)) spread(column);
    for (const label of labels) {
      pen.globalAlpha = label.alpha;
      pen.font = `700 ${label.size}px system-ui, sans-serif`;
      pen.textBaseline = "middle"; pen.textAlign = label.way > 0 ? "left" : "right"; pen.lineJoin = "round";
      // on a stage no wider than a thumb half a code would tell another point: it stands nearer, over the ring if need be
      const end = pen.measureText(label.text).width + unit, { width } = this.canvas;
      label.at = label.way > 0 ? Math.min(label.at, width - end) : Math.max(label.at, end);
      if (Math.hypot(label.line - label.y, label.at - label.x - label.way * (label.reach + unit)) > unit) {
        pen.strokeStyle = ink; pen.lineWidth = unit * 0.3;
        pen.beginPath(); pen.moveTo(label.x + label.way * unit, label.y); pen.lineTo(label.at - label.way * unit * 0.5, label.line); pen.stroke();
      }
      pen.lineWidth = unit * 0.9; pen.strokeStyle = edge; pen.strokeText(label.text, label.at, label.line);
      pen.fillStyle = label.aimed ? TARGET : ink; pen.fillText(label.text, label.at, label.line);
    }
  }
}

// Push labels of one side apart, top to bottom, group by group; each group stays centred on its points and its labels
// start at one edge, beyond all of its marks.
function spread(column) {
  column.sort((a, b) => a.y - b.y || Math.abs(b.at) - Math.abs(a.at));
  let groups = column.map((label) => [label]);
  const height = (group) => group.reduce((sum, label) => sum + 1.15 * label.size, 0);
  const middle = (group) => group.reduce((sum, label) => sum + label.y, 0) / group.length;
  for (let merged = true; merged;) {
    merged = false;
    for (let i = 1; i < groups.length; i += 1) {
      const [above, below] = [groups[i - 1], groups[i]];
      if (middle(below) - middle(above) < (height(above) + height(below)) / 2) {
        groups.splice(i - 1, 2, [...above, ...below]);
        merged = true;
        break;
      }
    }
  }
  for (const group of groups) {
    let top = middle(group) - height(group) / 2;
    const edge = group.reduce((far, label) => (label.way > 0 ? Math.max(far, label.at) : Math.min(far, label.at)), group[0].at);
    for (const label of group) { label.line = top + 0.575 * label.size; top += 1.15 * label.size; label.at = edge; }
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
