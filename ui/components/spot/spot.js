// A cross on a picture: where it is put is told to Python, which answers with marks.  Places are px of the picture.

import { wayOf } from "../js/arrows.js";
import { partsOf } from "../js/editing.js";
import { hide } from "../js/hide.js";
import { takeLostKeys } from "../js/lost_keys.js";
import { mounted } from "../js/mounted.js";
import { beside, placeOf, within } from "../js/on_picture.js";
import { saidAloud } from "../js/said_aloud.js";
import { tellByCourier } from "../js/told.js";

const STEP = 0.004, FAR = 6; // of the longer side, for one arrow key; as many times with Shift
const REST_MS = 250;
const PATIENCE_MS = 1500; // until what was pressed to go on has left the page
const SVG = "http://www.w3.org/2000/svg";

class Spot {
  constructor(root) {
    this.parts = partsOf(root);
    this.parts.stage.addEventListener("click", (event) => this.clicked(event));
    this.parts.cross.addEventListener("keydown", (event) => this.typed(event));
    this.clickedAnywhere = ({ detail }) => {
      this.byKeys = detail === 0; // a click without a mouse is a key's
      if (this.byKeys && this.data) this.goOn();
    };
    document.addEventListener("click", this.clickedAnywhere, true);
  }

  update(data, tell) {
    const { stage, picture, cross, marks } = this.parts;
    this.tell = tell;
    this.say(data);
    if (this.data?.picture !== data.picture) picture.src = data.picture;
    const fresh = this.data?.key !== data.key;
    this.data = data;
    picture.alt = data.alt;
    picture.width = data.width; picture.height = data.height;
    picture.style.aspectRatio = `${data.width} / ${data.height}`;
    if (fresh) clearTimeout(this.resting); // a place that was being shown on another picture is none on this
    if (fresh) this.at = data.at ?? [data.width / 2, data.height / 2];
    cross.setAttribute("aria-label", data.cross);
    if (data.open) cross.hidden = false; else hide(cross, stage); // keys go on at what stands after the picture
    if (this.byKeys) this.goOn();
    stage.toggleAttribute("data-closed", !data.open);
    marks.setAttribute("viewBox", `0 0 ${data.width} ${data.height}`);
    marks.replaceChildren(...this.drawn());
    this.put();
  }

  // What the page answers stands beside the picture: who moves the cross by key, and does not see it, hears it.
  say({ key, at, said }) {
    const of = `${key} ${at} ${said}`;
    if (said && of !== this.saidOf) saidAloud(said);
    this.saidOf = of;
  }

  drawn() {
    const { data } = this, unit = Math.max(data.width, data.height) / 320;
    const made = (kind, values, text) => {
      const element = document.createElementNS(SVG, kind);
      for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
      if (text) element.textContent = text;
      return element;
    };
    const all = [], stroked = (kind, values, ...strokes) => {
      for (const [stroke, width] of strokes) all.push(made(kind, { ...values, stroke, "stroke-width": width }));
    };
    if (data.frame) {
      const [x, y, right, below] = data.frame, box = { x, y, width: right - x, height: below - y, rx: 3 * unit, fill: "none" };
      stroked("rect", { ...box, "stroke-dasharray": `${4 * unit} ${3 * unit}` }, ["#101010", 2.2 * unit], ["#fff", unit]);
    }
    if (data.path) {
      const [[x1, y1], [x2, y2]] = data.path;
      stroked("line", { x1, y1, x2, y2 }, ["#101010", 2.2 * unit], ["#fff", unit]);
    }
    const named = data.marks.filter((mark) => mark.label);
    const middle = named.reduce((sum, mark) => sum + mark.x, 0) / (named.length || 1);
    for (const mark of data.marks) {
      const way = Math.sign(Math.round(mark.x - middle)); // names of a pair stand away from each other; a single one is centred
      const dash = mark.dashed ? `${3 * unit} ${2 * unit}` : "none";
      stroked("circle", { cx: mark.x, cy: mark.y, r: mark.r, fill: "none", "stroke-dasharray": dash }, ["#101010", 2.2 * unit], [mark.colour, 1.1 * unit]);
      all.push(made("circle", { cx: mark.x, cy: mark.y, r: 1.6 * unit, fill: mark.colour, stroke: "#101010", "stroke-width": 0.5 * unit }));
      all.push(made("text", { x: mark.x - way * mark.r, y: mark.y - mark.r - 3 * unit, fill: mark.colour, stroke: "#101010", "stroke-width": 1.6 * unit, "paint-order": "stroke",
        "text-anchor": way < 0 ? "end" : way > 0 ? "start" : "middle", "font-size": 9 * unit, "font-weight": 700, "font-family": "system-ui, sans-serif" }, mark.label));
    }
    return all;
  }

  // Who showed a place by key shows the next by key, and what was pressed beside the picture may go with its answer.
  goOn() {
    const { stage, cross } = this.parts, { open } = this.data;
    takeLostKeys(open ? cross : stage, performance.now() + PATIENCE_MS, () => open && stage.matches(":focus"));
  }

  clicked(event) {
    if (!this.data.open) return;
    if (event.target === this.parts.cross && event.detail === 0) { this.give(); return; } // Enter, or the space bar
    const { picture } = this.parts, place = placeOf(event, picture, this.data);
    if (beside(place, picture, this.data)) return; // the half of a cross at the rim that hangs out of the picture
    this.move(place);
    this.give();
  }

  typed(event) {
    const step = wayOf(event);
    if (!step) return;
    event.preventDefault();
    const far = STEP * Math.max(this.data.width, this.data.height) * (event.shiftKey ? FAR : 1);
    this.move([this.at[0] + far * step[0], this.at[1] + far * step[1]]);
    clearTimeout(this.resting);
    if (this.data.at_once) this.resting = setTimeout(() => this.give(), REST_MS);
  }

  move(place) {
    this.at = within(place, this.data);
    this.put();
  }

  put() {
    const [x, y] = this.at;
    Object.assign(this.parts.cross.style, { left: `${(100 * x) / this.data.width}%`, top: `${(100 * y) / this.data.height}%` });
  }

  give() { this.tell({ key: this.data.key, x: this.at[0], y: this.at[1] }); }

  destroy() {
    clearTimeout(this.resting);
    document.removeEventListener("click", this.clickedAnywhere, true);
  }
}

export default mounted(
  (root) => new Spot(root),
  (spot, data) => spot.update(data, (place) => tellByCourier(data.teller, place)),
);
