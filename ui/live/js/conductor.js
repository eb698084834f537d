// Brings the session together with the view: its buttons and keys, its voice, its screen, its clock.

import { Session } from "./session.js";
import { Guide } from "./guide.js";
import { Voice } from "./voice.js";
import { WakeLock } from "./wake.js";
import { Keys, RaisedHand } from "./keys.js";

const TICK_MS = 100;

export class Conductor {
  constructor(view, root) {
    this.view = view;
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.parts = Object.fromEntries(
      ["guide", "begin", "during", "pause", "again", "next", "end", "voice", "confirm"].map((name) => [name, find(name)]));
    this.guide = new Guide(root);
    this.voice = new Voice();
    this.wake = new WakeLock();
    this.keys = new Keys((command) => this.command(command));
    this.hand = new RaisedHand(() => this.command("go"));
    this.session = new Session({
      say: (text, keys) => { view.status.now(text); this.voice.say(text, keys); }, // what is said can be read too
      tone: (kind) => this.voice.tone(kind),
      target: (keys) => { view.overlay.targets = keys; view.overlay.draw(performance.now()); },
      show: (screen) => this.#show(screen),
      done: (record) => this.#over(record),
    });
    const { begin, pause, again, next, end, voice } = this.parts;
    begin.onclick = () => this.start();
    pause.onclick = () => this.command("go");
    again.onclick = () => this.command("again");
    next.onclick = () => this.command("next");
    end.onclick = () => this.command("stop");
    voice.onchange = () => { this.voice.on = voice.checked; if (!voice.checked) this.voice.quiet(); };
  }

  update(data, done) {
    this.words = data.session;
    this.plan = data.plan;
    this.done = done;
    this.voice.language = data.language;
    this.voice.clips = data.clips;
    this.parts.begin.disabled = !data.plan.length;
  }

  async start() {
    if (this.session.running) return;
    await this.voice.unlock(); // inside the click
    await this.view.start();
    if (!this.view.stream) return; // the view has said why
    await this.wake.hold();
    this.keys.start();
    this.clock = setInterval(() => this.session.tick(performance.now()), TICK_MS);
    this.parts.begin.hidden = true;
    this.parts.during.hidden = false;
    this.session.start({ plan: this.plan, words: this.words, confirm: this.parts.confirm.checked, nowMs: performance.now() });
    this.parts.guide.parentElement.scrollIntoView({ block: "start" });
    this.parts.guide.focus({ preventScroll: true }); // so that the space bar no longer presses the button that started it
  }

  command(what) { this.session.command(what); }

  sees(answer, nowMs) {
    this.hand.seen(Boolean(answer.raised), nowMs);
    const body = answer.status === "located";
    this.session.sees({ seen: this.view.overlay.targetSeen(nowMs), body, hint: answer.hint ?? (body ? null : "show_yourself") }, nowMs);
  }

  stop() { this.session.stop(); }

  close() {
    this.stop();
    this.#rest();
    this.voice.close();
  }

  #show(screen) {
    this.guide.show(screen);
    const label = screen.paused ? this.words.button_go : this.words.button_pause;
    if (this.parts.pause.textContent !== label) this.parts.pause.textContent = label;
  }

  #over(record) {
    this.#rest();
    if (record.turns.length) this.done(record);
  }

  #rest() {
    clearInterval(this.clock);
    this.keys.stop();
    this.wake.release();
    this.parts.begin.hidden = false;
    this.parts.during.hidden = true;
  }
}
