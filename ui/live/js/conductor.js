// Brings the session together with the view: its buttons and keys, its voice, its screen, its clock.

import { Session } from "./session.js";
import { Guide } from "./guide.js";
import { Voice } from "./voice.js";
import { WakeLock } from "./wake.js";
import { Keys, RaisedHand } from "./keys.js";
import { hide } from "../../components/js/hide.js";
import { StaysInSight, comeInSight } from "../../components/js/in_sight.js";
import { Leaving } from "../../components/js/leaving.js";

const TICK_MS = 100;

export class Conductor {
  constructor(view, root) {
    this.view = view;
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.parts = Object.fromEntries(
      ["guide", "begin", "without", "during", "pause", "again", "next", "end", "voice", "confirm"].map((name) => [name, find(name)]));
    this.guide = new Guide(root);
    this.voice = new Voice();
    this.wake = new WakeLock();
    this.keys = new Keys((command) => this.command(command));
    this.hand = new RaisedHand(() => this.command("go"));
    this.leaving = new Leaving();
    this.session = new Session({
      say: (text, keys) => this.#say(text, keys),
      write: (text) => view.status.now(text),
      talking: () => this.voice.talking,
      tone: (kind) => this.voice.tone(kind),
      target: (keys) => { view.overlay.targets = keys; view.overlay.draw(performance.now()); },
      show: (screen) => this.#show(screen),
      done: (record) => this.#over(record),
    });
    const { begin, without, pause, again, next, end, voice } = this.parts;
    begin.onclick = () => this.start(true);
    without.onclick = () => this.start(false);
    pause.onclick = () => this.command("go");
    again.onclick = () => this.command("again");
    next.onclick = () => this.command("next");
    end.onclick = () => this.command("stop");
    // A button that a mouse or finger pressed gives the keys back: the next space bar is for the session, not for it again.
    this.pressed = (event) => { if (this.session.running && event.detail > 0 && event.target.closest("button")) this.#toGuide(); };
    root.addEventListener("click", this.pressed);
    voice.onchange = () => { this.voice.on = voice.checked; if (!voice.checked) this.voice.quiet(); };
  }

  update(data, done) {
    this.words = data.session;
    this.plan = data.plan;
    this.routine = data.routine;
    this.done = done;
    this.told = data;
    if (this.follows(data.plan)) {
      this.#speaks(data);
      if (this.session.running) this.session.retold(data.plan, data.session); else this.session.reworded(data.session);
    }
    this.guide.stand = data.stand;
    this.parts.begin.disabled = this.parts.without.disabled = !data.plan.length;
  }

  // Which side of the body is wanted, and in which language.
  #speaks({ facing, language, clips }) {
    this.lead = facing === "back" ? "leadin" : "leadin_open";
    this.turn = facing === "back" || !facing ? "turn_round" : `turn_${facing}`;
    Object.assign(this.voice, { language, clips });
  }

  // Whether what the page has chosen holds by now: other holds than those of a session that runs wait for its end.
  follows(plan) { return !this.session.running || this.session.leads(plan); }

  // looking: with the camera; without it words, clock and drawings lead.  A second press of the same button changes
  // nothing; the other button's takes over, also while the browser still asks for the camera.
  async start(looking) {
    if (this.session.running || this.asked === looking) return;
    this.asked = looking;
    try {
      await this.voice.unlock(); // inside the click
      if (looking) await this.view.start();
      else this.view.stop(); // and no longer waited for
      if (this.asked !== looking) return;
      if (looking && !this.view.stream) { this.#blind(); return; }
      await this.wake.hold();
      if (this.asked === looking) this.#begin(looking);
    } finally { if (this.asked === looking) this.asked = null; }
  }

  #begin(looking) {
    this.looking = looking;
    this.led = this.routine; // by what name its holds are known, whatever is chosen meanwhile
    this.keys.start();
    this.leaving.start();
    const stays = new StaysInSight(this.parts.guide.parentElement);
    this.clock = setInterval(() => { this.session.tick(performance.now()); stays.look(); }, TICK_MS);
    this.parts.begin.hidden = this.parts.without.hidden = true;
    this.parts.during.hidden = false;
    this.session.start({ plan: this.plan, words: this.words, confirm: this.parts.confirm.checked, eyes: looking, lead: this.lead, nowMs: performance.now() });
    comeInSight(this.parts.guide.parentElement);
    this.#toGuide(); // so that the space bar no longer presses the button that started it
  }

  // What is said can be read too.
  #say(text, keys) { this.view.status.now(text); this.voice.say(text, keys); }

  // No camera: the view has written why, and what goes on all the same has the focus.
  #blind() {
    const key = `camera_${this.view.fault}`;
    this.voice.say(this.view.say[key], [key]);
    this.parts.without.focus();
  }

  #toGuide() { this.parts.guide.focus({ preventScroll: true }); }

  command(what) { this.session.command(what); }

  sees(answer, nowMs) {
    this.hand.seen(Boolean(answer.raised), nowMs);
    const body = answer.status === "located";
    const asked = answer.hint === "turn_round" ? this.turn : answer.hint;
    const hint = !body && this.view.outline.shown ? "fit_outline" : asked ?? (body ? null : "show_yourself");
    this.session.sees({ seen: this.view.overlay.targetSeen(nowMs), body, somebody: answer.somebody, hint }, nowMs);
  }

  // The camera went, or came back.
  eyes(looking) {
    if (this.session.running) { this.session.looks(looking); return; }
    if (!looking || !this.voice.audio) return; // nobody has pressed anything that sounds yet
    this.#say(this.words.camera_back, ["camera_back"]);
    this.parts.begin.focus();
  }

  stop() { this.session.stop(); }

  close() {
    this.asked = null; // what the browser is still being asked for starts nothing any more
    this.stop();
    this.#rest();
    this.voice.close();
  }

  #show(screen) {
    this.guide.show(screen);
    this.view.chart(screen.eyes ? this.view.stand : screen.figure); // in the picture's place, so seen only without one
    const on = screen.paused || screen.waits || ["ready", "leadin", "place"].includes(screen.phase); // before a hold it goes on to it
    const label = on ? this.words.button_go : this.words.button_pause;
    if (this.parts.pause.textContent !== label) this.parts.pause.textContent = label;
  }

  #over(record) {
    this.#rest();
    this.#speaks(this.told); // of what was chosen meanwhile, and so the view looks
    this.view.looks();
    if (this.looking) { // a camera that was waited for does not come back by itself either
      this.view.stop();
      this.view.status.now(`${this.words[this.session.end.said]} ${this.view.say.off}`);
    }
    this.view.chart(this.view.stand);
    if (record.turns.length) this.done({ ...record, routine: this.led, at: Date.now() }); // two sessions alike are two
  }

  #rest() {
    clearInterval(this.clock);
    this.keys.stop();
    this.leaving.stop();
    this.wake.release();
    this.parts.begin.hidden = this.parts.without.hidden = false;
    hide(this.parts.during, this.parts.guide); // Stop, by key
  }
}
