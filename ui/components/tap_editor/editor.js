// Handles over a picture.  What a hand does is kept here, with its history; Python is told when the hand rests, and
// answers with new rings.  Places are px of the photograph; only `at` and `shown` know how large it is on the screen.

import { wayOf } from "../js/arrows.js";
import { History, buttonsOf, partsOf, undoes } from "../js/editing.js";
import { mounted } from "../js/mounted.js";
import { beside, placeOf, within } from "../js/on_picture.js";
import { tellByCourier } from "../js/told.js";

const ZOOM = 3;
const REST_MS = 300; // arrow keys: told when they pause
const SLIP_PX = 4; // of the screen: a hand that only touches a mark does not move it, and what is not moved is not felt
const SVG = "http://www.w3.org/2000/svg";

const tells = (asked) => asked.share > 0.005; // worth a number

class TapEditor {
  constructor(root) {
    this.parts = partsOf(root);
    this.root = root.querySelector(".taps");
    this.buttons = buttonsOf(root, this);
    this.history = new History();
    this.offered = new WeakSet(); // places where a key put a mark and nobody has moved it: the program's, not a finger's
    this.key = null;
    this.serial = 0;
    this.resting = null; // the clock of arrow keys that have not paused yet
    this.parts.room.addEventListener("pointerdown", (event) => this.pressed(event));
    this.parts.room.addEventListener("pointermove", (event) => this.moved(event));
    this.parts.room.addEventListener("pointerup", (event) => this.released(event));
    this.parts.room.addEventListener("lostpointercapture", (event) => { if (this.drags(event)) this.cancelled(); });
    this.root.addEventListener("keydown", (event) => this.typed(event));
  }

  update(data, tell) {
    this.data = data;
    this.tell = tell;
    const fresh = this.key !== data.key;
    if (fresh) {
      this.leave();
      this.key = data.key;
      this.taps = new Map(data.handles.filter((h) => h.tapped).map((h) => [h.name, [h.x, h.y]]));
      this.offered = this.history.comeBack(this.key, this.stands()) ?? new WeakSet();
      this.wanted = this.drag = null;
      this.parts.picture.src = data.picture;
      this.parts.picture.width = data.width;
      this.parts.picture.height = data.height;
      this.parts.picture.style.width = "auto";
      this.parts.picture.style.height = "auto";
      this.parts.picture.style.aspectRatio = `${data.width} / ${data.height}`;
    }
    this.parts.picture.alt = data.say.picture;
    if (fresh && data.into_view) this.root.scrollIntoView({ block: "start", behavior: "smooth" });
    for (const name of Object.keys(this.buttons)) this.buttons[name].textContent = data.say[name];
    const shrinks = data.asked.some(tells) ? ` ${data.say.share}` : "";
    this.parts.next_title.textContent = data.asked.length ? data.say.next + shrinks : "";
    this.draw();
  }

  // ---- what there is to see

  labelOf(name) {
    const known = [...this.data.handles, ...this.data.asked].find((each) => each.name === name);
    return known ? known.label || known.title : name.replaceAll("_", " ");
  }

  places() {
    const all = new Map();
    for (const h of this.data.handles) if (!h.tapped) all.set(h.name, { xy: [h.x, h.y], tapped: false });
    for (const [name, xy] of this.taps) all.set(name, { xy, tapped: true });
    return all;
  }

  draw() {
    const focused = this.focusedName();
    const places = this.places();
    const old = new Map([...this.parts.handles.children].map((each) => [each.dataset.name, each]));
    for (const [name, element] of old) if (!places.has(name)) element.remove();
    for (const [name, { xy, tapped }] of places) {
      const handle = old.get(name) || this.newHandle(name);
      handle.classList.toggle("tapped", tapped);
      handle.classList.toggle("offered", this.offered.has(xy));
      this.put(handle, xy);
    }
    this.drawRings();
    this.drawAsked();
    this.history.show(this.buttons);
    this.buttons.reset.disabled = !this.taps.size;
    if (focused) (this.handleOf(focused) ?? this.takesBack())?.focus({ preventScroll: true });
  }

  // Where the keys go on once the mark that had them is taken away: to what brings it back.
  takesBack() { return [this.buttons.undo, this.buttons.redo].find((button) => !button.disabled); }

  newHandle(name) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "handle";
    handle.dataset.name = name;
    this.parts.handles.append(handle);
    return handle;
  }

  put(handle, xy) {
    const [x, y] = xy;
    handle.style.left = `${(100 * x) / this.data.width}%`;
    handle.style.top = `${(100 * y) / this.data.height}%`;
    const { where: taken, where_offered, where_found } = this.data.say;
    const say = this.offered.has(xy) ? where_offered : handle.classList.contains("tapped") ? taken : where_found;
    const where = say.replace("{x}", Math.round(x)).replace("{y}", Math.round(y));
    handle.setAttribute("aria-label", `${this.labelOf(handle.dataset.name)}. ${where}`);
  }

  drawRings() {
    const svg = this.parts.rings;
    svg.setAttribute("viewBox", `0 0 ${this.data.width} ${this.data.height}`);
    const width = Math.max(1, this.data.width / 500);
    const marks = this.data.rings.flatMap((ring) => [
      this.circle(ring.x, ring.y, ring.r, "#000", width * 2.2, 0.5),
      this.circle(ring.x, ring.y, ring.r, this.data.colours[ring.side], width, 1),
      this.circle(ring.x, ring.y, width, this.data.colours[ring.side], width, 1),
    ]);
    const asked = this.data.asked.find((each) => each.name === this.wanted);
    if (asked && asked.at) {
      const hint = this.circle(asked.at[0], asked.at[1], this.data.width / 18, "#ffd400", width * 2, 1);
      hint.setAttribute("stroke-dasharray", `${width * 5} ${width * 4}`);
      hint.dataset.hint = asked.name;
      marks.push(hint);
    }
    svg.replaceChildren(...marks);
  }

  circle(x, y, r, colour, width, opacity) {
    const circle = document.createElementNS(SVG, "circle");
    const traits = { cx: x, cy: y, r, fill: "none", stroke: colour, "stroke-width": width, "stroke-opacity": opacity };
    for (const [name, value] of Object.entries(traits)) circle.setAttribute(name, value);
    return circle;
  }

  drawAsked() {
    const left = this.data.asked.filter((each) => !this.taps.has(each.name));
    const rows = left.map((each) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.asked = each.name;
      button.textContent = tells(each) ? `${each.title} (−${Math.round(100 * each.share)}\u00a0%)` : each.title;
      button.setAttribute("aria-pressed", String(this.wanted === each.name));
      button.addEventListener("click", (event) => this.want(each.name, event.detail === 0));
      row.append(button);
      return row;
    });
    const focused = this.parts.asked.getRootNode().activeElement?.dataset?.asked;
    this.parts.asked.replaceChildren(...rows);
    if (focused) this.parts.asked.querySelector(`[data-asked="${focused}"]`)?.focus({ preventScroll: true });
    const asked = left.find((each) => each.name === this.wanted);
    this.parts.room.classList.toggle("placing", Boolean(asked));
    const offered = [...this.taps.values()].some((xy) => this.offered.has(xy));
    const idle = left.length ? this.data.say.choose : this.data.say.enough;
    this.parts.ask.textContent = asked ? asked.say : offered ? this.data.say.offered : idle;
  }

  // ---- what a hand does

  want(name, byKeys) {
    if (byKeys) { // Enter or Space: put it where it is expected, for the arrow keys to move; it counts from then on
      const asked = this.data.asked.find((each) => each.name === name);
      const at = [...(asked.at || [this.data.width / 2, this.data.height / 2])];
      this.offered.add(at);
      this.wanted = this.drag = null;
      this.change(name, at);
      this.handleOf(name).focus();
      return;
    }
    this.wanted = this.wanted === name ? null : name;
    this.draw();
    if (this.wanted) this.showPicture();
  }

  // On a phone the list stands below the picture: what to feel for, and where to tap it, come back into sight.
  showPicture() {
    const { top, bottom } = this.parts.room.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) this.parts.ask.scrollIntoView({ block: "start" });
  }

  at(event) { return placeOf(event, this.parts.picture, this.data); }

  // The drag's mark comes to a place, maybe beside the picture: let go there, it goes back.
  dragTo(place) {
    this.drag.xy = within(place, this.data);
    this.drag.beside = beside(place, this.parts.picture, this.data);
  }

  pressed(event) {
    if (event.button > 0 || this.drag && !this.drags(event)) return; // a second finger moves nothing
    const handle = event.target.closest?.(".handle"), pointer = event.pointerId;
    if (handle && !this.wanted) {
      const xy = this.places().get(handle.dataset.name).xy;
      const [x, y] = this.at(event);
      this.drag = { pointer, name: handle.dataset.name, xy, off: [xy[0] - x, xy[1] - y], from: [event.clientX, event.clientY], went: false };
      handle.focus({ preventScroll: true });
    } else if (this.wanted) {
      this.drag = { pointer, name: this.wanted, off: [0, 0], went: true };
      this.dragTo(this.at(event));
    } else {
      if (this.data.asked.length) this.parts.ask.textContent = this.data.say.choose_first; // until something is done
      return;
    }
    event.preventDefault();
    this.parts.room.setPointerCapture(event.pointerId);
    this.magnify(this.drag.xy);
  }

  moved(event) {
    if (!this.drags(event)) return;
    const { went, from } = this.drag;
    if (!went && Math.hypot(event.clientX - from[0], event.clientY - from[1]) < SLIP_PX) return;
    const [x, y] = this.at(event);
    this.dragTo([x + this.drag.off[0], y + this.drag.off[1]]);
    this.drag.went = true;
    const handle = this.handleOf(this.drag.name);
    if (handle) this.put(handle, this.drag.xy);
    this.magnify(this.drag.xy);
  }

  drags(event) { return event.pointerId === this.drag?.pointer; }

  released(event) {
    if (!this.drags(event)) return;
    const { name, xy, went, beside } = this.drag;
    if (!beside) this.wanted = null; // else it is still to be placed
    this.cancelled();
    if (beside) return;
    if (went) this.change(name, xy);
    this.handleOf(name)?.focus({ preventScroll: true });
  }

  cancelled() {
    this.drag = null;
    this.parts.loupe.hidden = true;
    this.draw();
  }

  typed(event) {
    if (undoes(event, this)) return;
    if (event.key === "Escape" && this.wanted) { this.wanted = null; this.draw(); return; }
    const name = event.target.closest?.(".handle")?.dataset.name;
    if (!name) return;
    if ((event.key === "Delete" || event.key === "Backspace") && this.taps.has(name)) {
      event.preventDefault();
      this.change(name, null);
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && this.offered.has(this.taps.get(name))) {
      event.preventDefault();
      this.change(name, [...this.taps.get(name)]); // it lies where the finger feels it, the person says
      return;
    }
    const step = wayOf(event);
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    const [x, y] = this.places().get(name).xy;
    const together = this.keysOn === name; // a run of key presses is one step of the history
    this.keysOn = name;
    this.change(name, within([x + far * step[0], y + far * step[1]], this.data), { together, wait: true });
    this.magnify(this.taps.get(name));
  }

  change(name, xy, { together = false, wait = false } = {}) {
    if (!together) this.history.keep(new Map(this.taps));
    if (xy) this.taps.set(name, xy); else this.taps.delete(name);
    this.settle(wait);
  }

  undo() { this.show(this.history.undo(new Map(this.taps))); }
  redo() { this.show(this.history.redo(new Map(this.taps))); }

  show(taps) {
    if (!taps) return;
    this.taps = taps;
    this.settle(false);
  }

  reset() {
    if (!this.taps.size) return;
    this.history.keep(new Map(this.taps));
    this.taps = new Map();
    this.settle(false);
  }

  settle(wait) {
    this.draw();
    clearTimeout(this.resting);
    this.resting = null;
    if (wait) this.resting = setTimeout(() => this.rest(), REST_MS); else this.rest();
  }

  // The hand rests: what it did is told.
  rest() {
    this.resting = this.keysOn = null;
    this.parts.loupe.hidden = true;
    this.serial += 1;
    this.tell({ key: this.key, serial: this.serial, taps: Object.fromEntries(this.felt()) });
  }

  felt() { return [...this.taps].filter(([, xy]) => !this.offered.has(xy)); }

  // What of it the page knows, and shows again to who comes back.
  stands() { return this.felt().map(([name, xy]) => [name, ...xy.map((value) => Math.round(10 * value))]).sort(); }

  leave() { if (this.key !== null) this.history.leave(this.key, this.stands(), this.offered); }

  // ---- the loupe: the same picture, three times as large, beside the finger and never under it

  magnify([x, y]) {
    const loupe = this.parts.loupe;
    const box = this.parts.picture.getBoundingClientRect();
    const left = (x / this.data.width) * box.width;
    const top = (y / this.data.height) * box.height;
    loupe.hidden = false;
    const size = loupe.offsetWidth;
    const inner = loupe.clientWidth / 2;
    loupe.style.backgroundImage = `url("${this.parts.picture.src}")`;
    loupe.style.backgroundSize = `${box.width * ZOOM}px ${box.height * ZOOM}px`;
    loupe.style.backgroundPosition = `${inner - left * ZOOM}px ${inner - top * ZOOM}px`;
    const aside = left + size + 50 < box.width ? left + 50 : left - size - 50;
    loupe.style.left = `${Math.max(0, aside)}px`;
    loupe.style.top = `${Math.min(Math.max(0, top - size - 30), Math.max(0, box.height - size))}px`;
  }

  handleOf(name) { return this.parts.handles.querySelector(`[data-name="${name}"]`); }

  focusedName() { return this.parts.room.getRootNode().activeElement?.closest?.(".handle")?.dataset.name; }

  // Who presses arrow keys and leaves before they have paused has moved the mark all the same.
  destroy() {
    if (this.resting !== null) {
      clearTimeout(this.resting);
      this.rest();
    }
    this.leave();
  }
}

export default mounted(
  (root) => new TapEditor(root),
  (editor, data) => editor.update(data, (edit) => tellByCourier(data.teller, edit)),
);
