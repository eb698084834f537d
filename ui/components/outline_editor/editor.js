// An outline over a picture, moved, enlarged and turned until the body fits into it.  Its square (middle of the hips,
// side, turn) is in px of the photograph; Python is told when the person says "look here".

import { wayOf } from "../js/arrows.js";
import { History, buttonsOf, partsOf, undoes } from "../js/editing.js";
import { takeLostKeys } from "../js/lost_keys.js";
import { mounted } from "../js/mounted.js";
import { tellByCourier } from "../js/told.js";

const GROW = { "+": 1.02, "=": 1.02, "-": 1 / 1.02, "_": 1 / 1.02 };
const TURN = { "[": -2, "]": 2 }; // degrees
const STEP = 0.005; // of the picture's longer side, for an arrow key; ten times with Shift
const OPENED_MS = 2000; // until the button that asked for the outline is gone from the page
const REST_MS = 600; // a run of key presses is one step of the history
const SVG = "http://www.w3.org/2000/svg";

const within = (value, least, most) => Math.min(most, Math.max(least, value));
const upright = (degrees) => degrees - 360 * Math.round(degrees / 360);
const between = ([a, b]) => ({
  x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(b.x - a.x, b.y - a.y), angle: Math.atan2(b.y - a.y, b.x - a.x),
});

class OutlineEditor {
  constructor(root) {
    this.parts = partsOf(root);
    this.says = [...root.querySelectorAll("[data-say]")];
    this.buttons = buttonsOf(root, this);
    this.history = new History();
    this.fingers = new Map();
    const stage = this.parts.stage;
    stage.addEventListener("pointerdown", (event) => this.pressed(event));
    stage.addEventListener("pointermove", (event) => this.moved(event));
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => this.released(event));
    stage.addEventListener("keydown", (event) => this.typed(event));
    stage.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    this.parts.size.addEventListener("input", () => this.slid({ side: this.sideOf(Number(this.parts.size.value)) }));
    this.parts.turn.addEventListener("input", () => this.slid({ turn: Number(this.parts.turn.value) }));
    for (const slider of [this.parts.size, this.parts.turn]) slider.addEventListener("change", () => this.rest());
  }

  update(data, tell) {
    this.data = data;
    this.tell = tell;
    this.least = 0.3 * Math.min(data.width, data.height);
    this.most = 14 * Math.max(data.width, data.height);
    if (this.key !== data.key) {
      this.leave();
      this.key = data.key;
      this.lets();
      this.begun = { ...data.begin };
      this.square = this.history.comeBack(this.key, this.begun) ?? this.begun;
      const picture = this.parts.picture;
      picture.src = data.picture;
      picture.width = data.width;
      picture.height = data.height;
      takeLostKeys(this.parts.stage, performance.now() + OPENED_MS);
    }
    this.parts.picture.alt = data.say.picture;
    this.parts.stage.setAttribute("aria-label", data.say.stage);
    this.parts.shapes.setAttribute("aria-label", data.say.shapes);
    this.parts.how.textContent = data.say.how;
    this.parts.keys.textContent = data.say.keys;
    for (const each of this.says) each.textContent = data.say[each.dataset.say];
    for (const [name, button] of Object.entries(this.buttons)) button.textContent = data.say[name];
    this.drawn = null; // the names of the outlines too are in the page's language, which may be another by now
    this.draw();
  }

  // ---- what there is to see

  draw() {
    const { shape, x, y, side, turn } = this.square;
    this.parts.drawing.setAttribute("viewBox", `0 0 ${this.data.width} ${this.data.height}`);
    this.parts.shape.setAttribute("transform", `translate(${x} ${y}) rotate(${turn}) scale(${side})`);
    if (this.drawn !== shape) {
      this.drawn = shape;
      const { lines, guides } = this.data.shapes.find((each) => each.name === shape);
      this.parts.shape.replaceChildren(
        ...lines.map((line) => this.path(line, "under", true)),
        ...guides.map((line) => this.path(line, "under", false)),
        ...lines.map((line) => this.path(line, "line", true)),
        ...guides.map((line) => this.path(line, "guide", false)),
      );
      this.drawShapes();
    }
    this.parts.size.value = this.placeOf(side);
    this.parts.size.setAttribute("aria-valuetext", this.sized());
    this.parts.turn.value = Math.round(turn);
    this.parts.turn.setAttribute("aria-valuetext", `${Math.round(turn)}°`);
    this.history.show(this.buttons);
    this.buttons.reset.disabled = JSON.stringify(this.square) === JSON.stringify(this.begun);
  }

  path(corners, kind, closed) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", kind);
    path.setAttribute("d", `M${corners.map((each) => each.join(" ")).join("L")}${closed ? "Z" : ""}`);
    return path;
  }

  drawShapes() {
    const buttons = this.data.shapes.map(({ name, label }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.shape = name;
      button.textContent = label;
      button.setAttribute("aria-pressed", String(name === this.square.shape));
      button.addEventListener("click", () => this.choose(name));
      return button;
    });
    const focused = this.parts.shapes.getRootNode().activeElement?.dataset?.shape;
    this.parts.shapes.replaceChildren(...buttons);
    if (focused) this.parts.shapes.querySelector(`[data-shape="${focused}"]`)?.focus({ preventScroll: true });
  }

  sized() { return `${Math.round((100 * this.square.side) / this.begun.side)} %`; }

  // The slider is logarithmic: each step enlarges by the same factor.
  placeOf(side) { return Math.round((1000 * Math.log(side / this.least)) / Math.log(this.most / this.least)); }
  sideOf(place) { return this.least * (this.most / this.least) ** (place / 1000); }

  // ---- what a hand does

  at(event) {
    const box = this.parts.picture.getBoundingClientRect();
    const scale = this.data.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  }

  pressed(event) {
    if (event.button > 0 || this.fingers.size === 2) return;
    if (!this.fingers.size) this.rest(); // a run of keys before it is a step of its own
    event.preventDefault();
    this.parts.stage.focus({ preventScroll: true });
    this.parts.stage.setPointerCapture(event.pointerId);
    this.parts.stage.classList.add("held");
    this.fingers.set(event.pointerId, this.at(event));
    if (this.fingers.size === 1) this.before = this.square;
    this.grip();
  }

  grip() { // where the fingers and the outline were when their number changed
    this.held = { square: this.square, fingers: [...this.fingers.values()] };
  }

  moved(event) {
    if (!this.fingers.has(event.pointerId)) return;
    this.fingers.set(event.pointerId, this.at(event));
    const { square, fingers } = this.held;
    const now = [...this.fingers.values()];
    if (now.length === 1) {
      this.set({ ...square, x: square.x + now[0].x - fingers[0].x, y: square.y + now[0].y - fingers[0].y });
      return;
    }
    const [from, to] = [between(fingers), between(now)];
    const factor = this.allowed(square.side * (to.apart / Math.max(from.apart, 1))) / square.side;
    const angle = to.angle - from.angle;
    const [dx, dy] = [factor * (square.x - from.x), factor * (square.y - from.y)];
    this.set({ // what lay under the fingers stays under them
      ...square,
      side: factor * square.side,
      turn: upright(square.turn + (180 * angle) / Math.PI),
      x: to.x + dx * Math.cos(angle) - dy * Math.sin(angle),
      y: to.y + dx * Math.sin(angle) + dy * Math.cos(angle),
    });
  }

  released(event) {
    if (!this.fingers.delete(event.pointerId)) return;
    if (this.fingers.size) { this.grip(); return; }
    this.parts.stage.classList.remove("held");
    this.rest();
  }

  typed(event) {
    if (undoes(event, this)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") { event.preventDefault(); this.look(); return; }
    const far = (event.shiftKey ? 10 : 1) * STEP * Math.max(this.data.width, this.data.height);
    const { x, y, side, turn } = this.square;
    const step = wayOf(event);
    let change;
    if (step) change = { x: x + far * step[0], y: y + far * step[1] };
    else if (GROW[event.key]) change = { side: this.allowed(side * GROW[event.key]) };
    else if (TURN[event.key]) change = { turn: upright(turn + TURN[event.key]) };
    else return;
    event.preventDefault();
    this.slid(change);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST_MS);
  }

  wheeled(event) { // two fingers drawn apart on a touchpad arrive as a wheel with Ctrl; the bare wheel scrolls the page
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.slid({ side: this.allowed(this.square.side * Math.exp(-0.01 * event.deltaY)) });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST_MS);
  }

  choose(shape) {
    this.rest();
    this.before = this.square;
    const begin = this.data.shapes.find((each) => each.name === shape).begin;
    this.set(shape === this.square.shape ? this.square : { ...begin, shape });
    this.rest();
  }

  slid(change) { // one of a run of small changes: the first remembers what was before
    this.before ||= this.square;
    this.set({ ...this.square, ...change });
  }

  allowed(side) { return within(side, this.least, this.most); }

  set(square) {
    const rim = square.side; // the hips of a close-up lie outside the picture, but not further than the body is long
    this.square = {
      ...square,
      x: within(square.x, -rim, this.data.width + rim),
      y: within(square.y, -rim, this.data.height + rim),
    };
    this.draw();
  }

  rest() {
    clearTimeout(this.resting);
    const before = this.before;
    this.before = null;
    if (before && JSON.stringify(before) !== JSON.stringify(this.square)) {
      this.history.keep(before);
      this.draw();
      this.parts.where.textContent = this.data.say.where
        .replace("{x}", Math.round((100 * this.square.x) / this.data.width))
        .replace("{y}", Math.round((100 * this.square.y) / this.data.height))
        .replace("{size}", this.sized()).replace("{turn}", Math.round(this.square.turn));
    }
  }

  undo() { this.rest(); this.show(this.history.undo(this.square)); }
  redo() { this.rest(); this.show(this.history.redo(this.square)); }
  show(square) { if (square) this.set(square); }

  reset() {
    this.rest();
    this.before = this.square;
    this.set({ ...this.begun });
    this.rest();
  }

  look() {
    this.rest();
    this.tell({ key: this.key, ...this.square });
  }

  // What a hand had begun on another picture is over.
  lets() {
    clearTimeout(this.resting);
    this.before = null;
    this.fingers.clear();
    this.parts.stage.classList.remove("held");
  }

  leave() { if (this.key) this.history.leave(this.key, this.begun, this.square); }

  destroy() {
    this.rest();
    this.leave();
  }
}

export default mounted(
  (root) => new OutlineEditor(root),
  (editor, data) => editor.update(data, (fit) => tellByCourier(data.teller, fit)),
);
