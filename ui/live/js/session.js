// The session: get ready, be seen, then hold after hold.  It knows time, turns and sentences; what it shows and says it
// hands to others, so it can be run with any clock.  Without a camera it leads by words, clock and drawings alone.

import { ending } from "./ending.js";

const READY_S = 5, SEEN_S = 1, LEADIN_PATIENCE_S = 25, RELEASE_S = 3;
const LOST_S = 4; // a place out of sight for longer is told in words: a tone alone may mean anything
// A hold that nobody is seen in has its clock stopped, so that what is told at its end was held.  Not at once: of a body
// that a hand or a turn hides the look is lost for a second or two.  Not for who is led by words, and never again for who
// goes on unseen, by the space bar: they lie on a ball on the floor, out of the picture.
const AWAY_S = 6;
const HINT_LASTS_S = 1.2, HINT_AGAIN_S = 7;
const ASLEEP_S = 5; // between two ticks: the machine slept, or the tab was frozen
const LONGEST_SPEECH_S = 45; // a voice that never says that it has ended holds nobody up for longer

export class Session {
  // told: {say(text, keys), write(text), talking(), tone(kind), show(screen), target(keys), done(record)}
  constructor(told) { this.told = told; this.phase = "off"; }

  get running() { return this.phase !== "off" && this.phase !== "done"; }

  // eyes: whether a camera looks; lead: the sentence that says how to stand before it
  start({ plan, words, confirm, eyes, lead, nowMs }) {
    Object.assign(this, { plan, words, confirm, eyes, lead, index: 0, paused: false, lastMs: nowMs, record: [], owed: [], warning: [] });
    Object.assign(this, { hint: null, hintSaid: null, wasSeen: false, toldLost: false, unwatched: false, explained: null }); // of an earlier one
    this.told.tone("go");
    this.#enter("ready");
    this.#say(eyes ? "ready" : "ready_blind");
  }

  // Whether these are its holds, if maybe in other words.
  leads(plan) {
    const holds = (turns) => turns.map(({ code, side }) => `${code}.${side}`).join();
    return holds(plan) === holds(this.plan);
  }

  // The same holds in other words: the page's language was changed, or the pace.  What is being said is begun anew in
  // them: a place takes half a minute to tell, and who asked for another language may not know this one.
  retold(plan, words) {
    Object.assign(this, { plan, words });
    const [text] = this.saying();
    if (text !== this.said && this.told.talking()) {
      if (this.phase === "place") this.passedS = 0; // it is waited for as long again
      this.#tell(this.saying, this.warning.length > 0);
    } else if (text !== this.said) this.told.write(this.said = text);
    this.#show();
  }

  // The same of one that is over.
  reworded(words) {
    this.words = words;
    if (this.phase === "done") this.#show();
  }

  // The camera went or came back while a session runs; who was being looked for is led by words from here on.  A place
  // is told again where this would cut it off, when to stop with it, and where a hand held up is no sign any more.
  looks(eyes) {
    if (!this.running || this.eyes === eyes) return;
    this.eyes = eyes;
    this.waits = false;
    if (!eyes && this.wasSeen) { this.wasSeen = false; this.told.tone("off"); }
    const news = eyes ? "camera_back" : "camera_gone";
    const anew = eyes ? this.phase === "place" && this.told.talking() : ["leadin", "place"].includes(this.phase);
    if (anew && !this.paused) { this.#enter("place", news); return; }
    const told = this.paused ? [news, this.#sign("paused_long")] : [news]; // who pauses is not led on by it
    this.#tell(() => [told.map((key) => this.words[key]).join(" "), told]);
    this.#show();
  }

  // Once every 100 ms or so.
  tick(nowMs) {
    if (!this.running) return;
    const passedS = (nowMs - this.lastMs) / 1000;
    this.lastMs = nowMs;
    if (passedS > ASLEEP_S) { if (!this.paused) this.#pause("slept"); return; }
    if (this.paused || this.waits) return;
    this.passedS += passedS;
    const step = { ready: this.#ready, leadin: this.#leadin, place: this.#place, hold: this.#hold, release: this.#release }[this.phase];
    step.call(this);
    if (this.running) this.#show();
  }

  // What the camera sees: {seen: is the place in sight, body: is one followed, somebody: may anybody be there, hint: a
  // word or null}
  sees({ seen, body, somebody = true, hint }, nowMs) {
    if (!this.running || this.paused) return;
    if (this.phase === "leadin" || this.phase === "place") {
      if (body && (seen || this.phase === "leadin" && !hint)) this.bodySinceMs ??= nowMs; else this.bodySinceMs = null;
      this.seenS = this.bodySinceMs === null ? 0 : (nowMs - this.bodySinceMs) / 1000;
      if (seen && !this.wasSeen) this.told.tone("on");
      if (!seen && this.wasSeen) this.told.tone("off");
      this.wasSeen = seen;
    }
    if (this.phase === "leadin") this.#guide(hint, nowMs);
    if (this.phase === "place") this.#follow(seen, nowMs);
    if (this.phase === "hold" && this.eyes) this.#watch(somebody, nowMs);
  }

  // That nobody is there to be led, and that they came back.
  #watch(somebody, nowMs) {
    if (this.toldLost || this.unwatched) return;
    if (somebody) this.awayMs = null; else if (this.awayMs === null) { this.awayMs = nowMs; this.leftS = this.passedS; }
    this.bodySinceMs = somebody ? this.bodySinceMs ?? nowMs : null;
    if (!this.waits && !somebody && nowMs - this.awayMs >= 1000 * AWAY_S) {
      this.passedS = this.leftS; // what it took to be sure of it was not held either
      this.#wait(true, "show_yourself");
    }
    if (this.waits && somebody && nowMs - this.bodySinceMs >= 1000 * SEEN_S) this.#wait(false, "resumed");
  }

  #wait(waits, told) {
    this.waits = waits;
    this.told.tone(waits ? "off" : "on");
    this.#say(told);
    this.#show();
  }

  // That the place went out of sight, and that it came back: once each.
  #follow(seen, nowMs) {
    this.lostMs = seen ? null : this.lostMs ?? nowMs;
    if (this.told.talking()) return;
    if (!seen && !this.toldLost && nowMs - this.lostMs >= 1000 * LOST_S) { this.toldLost = true; this.#say("unseen"); }
    if (seen && this.toldLost && this.seenS >= SEEN_S) { this.toldLost = false; this.#say("seen"); }
  }

  command(what) {
    if (!this.running) return;
    if (what === "stop") return this.stop();
    if (what === "go") {
      if (this.paused) return this.#resume();
      if (this.phase === "ready" || this.phase === "leadin") return this.#enter("place");
      if (this.phase === "place") return this.#enter("hold");
      if (this.waits) { this.unwatched = true; return this.#wait(false, "resumed"); }
      return this.#pause(this.#sign("paused_long"));
    }
    if (this.paused) this.#resume();
    if (what === "next") { this.#note(); this.#advance(); }
    if (what === "again") {
      // While its place is still looked for, nothing was held yet: "again" means the hold before.
      if (this.phase === "place" && this.index > 0) this.index -= 1;
      this.#enter("place");
    }
  }

  stop() {
    if (!this.running) return;
    this.#note();
    this.#finish("stopped");
  }

  get turn() { return this.plan[this.index]; }

  // before: the key of a sentence that comes first, in one breath with what this phase says: else it would be cut off
  #enter(phase, before = null) {
    this.phase = phase; this.passedS = 0; this.bodySinceMs = null; this.lostMs = null; this.seenS = 0; this.saidHalf = false;
    this.waits = false; this.awayMs = null;
    if (phase === "leadin") { this.#say(this.lead); this.told.target(this.turn.targets); }
    if (phase === "place") {
      this.told.target(this.turn.targets);
      this.wasSeen = false;
      const first = before ? [before] : [], asked = this.confirm ? [this.#sign("confirm")] : [];
      const told = (keys) => keys.map((key) => this.words[key]);
      if (this.turn.stop) this.owed = [...this.owed, this.index];
      const known = this.known = Boolean(this.turn.again) && this.explained === this.index - 1;
      this.#tell(() => {
        const { title, side_said, clips } = this.turn, [stops, stopClips] = this.#stops;
        const place = known ? this.#inShort : [[this.turn.where, this.turn.how], clips];
        return [[...told(first), `${title}.`, `${side_said}.`, ...place[0], ...stops, ...told(asked)].filter(Boolean).join(" "),
          [...first, ...place[1], ...stopClips, ...asked]];
      }, true);
    }
    if (phase === "hold") {
      if (!this.told.talking()) this.explained = this.index; // else the place was cut off
      this.told.tone("go"); this.#say("press", true);
    }
    if (phase === "release") this.#say("release");
    this.#show();
  }

  // The place of the hold before, which was told to its end: that it is the same, and still how lightly it is pressed.
  get #inShort() {
    const { again, light, how, side } = this.turn;
    return [light ? [again, how] : [again], [`side_${side}`, "same_place", ...(light ? ["lightly"] : [])]];
  }

  // What is being said may be heard to its end.
  get #heard() { return !this.told.talking() || this.passedS > LONGEST_SPEECH_S; }

  #ready() { if (this.passedS >= READY_S && this.#heard) this.#enter(this.eyes ? "leadin" : "place"); }

  #leadin() {
    if (this.seenS >= SEEN_S) this.#enter("place", "seen");
    else if (this.passedS >= LEADIN_PATIENCE_S) { this.toldLost = true; this.#enter("place", "unseen"); }
  }

  #place() {
    const readingS = this.known ? 0 : this.#readingS();
    if (!this.confirm && this.passedS >= Math.max(this.turn.change_s, readingS) && this.#heard) this.#enter("hold");
  }

  #hold() {
    const { hold_s } = this.turn;
    if (!this.saidHalf && hold_s >= 20 && this.passedS >= hold_s / 2) { this.saidHalf = true; if (!this.told.talking()) this.#say("half"); }
    if (this.passedS >= hold_s) { this.#note(); this.#enter("release"); }
  }

  #release() { if (this.passedS >= RELEASE_S) this.#advance(); }

  #advance() {
    this.index += 1;
    if (this.index < this.plan.length) return this.#enter("place");
    this.index -= 1;
    this.#finish("done");
  }

  #finish(how) {
    const held = this.record.length > 0;
    this.end = ending(held, how);
    if (held && how === "done") this.told.tone("done");
    this.#say(this.end.said);
    this.phase = "done"; this.paused = false; // stopped in a pause, it pauses no more
    this.told.target([]);
    this.#show();
    this.told.done({ turns: this.record });
  }

  // What was held of the hold that ends now, if one was on.
  #note() {
    if (this.phase !== "hold") return;
    const { code, side, hold_s } = this.turn, held_s = Math.round(Math.min(this.passedS, hold_s));
    if (held_s) this.record.push({ code, side, held_s, planned_s: hold_s });
  }

  #pause(why) { this.paused = true; this.#say(why); this.#show(); }

  // A sentence that asks for a sign: a hand held up is one only where a camera looks.
  #sign(key) { return this.eyes ? key : `${key}_blind`; }

  // A place was cut off by the pause: it is told again.
  #resume() {
    this.paused = false;
    if (this.phase === "place") { this.#enter("place", "resumed"); return; }
    this.#say("resumed", this.phase === "hold");
    this.#show();
  }

  #say(key, warns = false) {
    this.#tell(() => { const [stops, clips] = this.#stops; return [[this.words[key], ...stops].join(" "), [key, ...clips]]; }, warns);
  }

  // When to stop, of the turns that are warned of now, and its recordings.
  get #stops() {
    const turns = this.warning.map((index) => this.plan[index]);
    return [turns.map(({ stop }) => stop), turns.flatMap((turn) => turn.stop_clips)];
  }

  // saying: gives the text and the keys of its clips, in the words of the moment.  warns: it may tell when to stop, which
  // is said once: cut off, by a key or by news of the camera, it is owed to the next sentence that may.
  #tell(saying, warns = false) {
    if (this.told.talking()) this.owed = [...this.warning, ...this.owed];
    this.warning = warns ? [...new Set(this.owed)] : [];
    if (warns) this.owed = [];
    const [text, keys] = saying();
    Object.assign(this, { saying, said: text });
    this.told.say(text, keys);
  }

  // Time to read where the place is: about 2.5 words a second.
  #readingS() { return Math.min(20, 2 + `${this.turn.where} ${this.turn.how}`.split(" ").length / 2.5); }

  #guide(hint, nowMs) {
    if (hint !== this.hint) { this.hint = hint; this.hintSinceMs = nowMs; }
    if (!hint || nowMs - this.hintSinceMs < 1000 * HINT_LASTS_S || this.told.talking()) return; // one thing after the other
    if (this.hintSaid === hint && nowMs - this.hintSaidMs < 1000 * HINT_AGAIN_S) return;
    this.hintSaid = hint; this.hintSaidMs = nowMs;
    this.#say(hint);
  }

  #show() {
    const turn = this.turn, words = this.words;
    const left = (whole) => Math.max(0, Math.ceil(whole - this.passedS - 1e-6));
    const screen = { phase: this.phase, paused: this.paused, waits: this.waits, digit: "", breath: null, line: "", small: "", index: this.index, count: this.plan.length, figure: "", figureMirrored: "", eyes: this.eyes };
    if (this.phase === "ready") { screen.digit = left(READY_S); screen.line = this.eyes ? words.ready : words.ready_blind; }
    if (this.phase === "leadin") screen.line = words[this.hint] ?? words[this.lead];
    if (this.phase === "place") { screen.line = turn.where; screen.small = this.confirm ? words[this.#sign("confirm")] : turn.how; }
    if (this.phase === "hold") {
      screen.digit = left(turn.hold_s);
      const breath = this.passedS % (turn.in_s + turn.out_s); // out first, as the voice says when the hold begins
      screen.breath = breath < turn.out_s ? { way: "out", s: turn.out_s } : { way: "in", s: turn.in_s };
      screen.line = words[`breathe_${screen.breath.way}`]; screen.small = turn.how;
    }
    if (this.phase === "release") screen.line = words.release;
    if (this.phase === "done") screen.line = words[this.end.shown];
    if (this.waits) { screen.line = words.waits; screen.breath = null; }
    if (this.paused) screen.line = words[this.#sign("paused_long")];
    const pressing = ["place", "hold", "release"].includes(this.phase);
    screen.title = pressing ? `${turn.title} · ${turn.side_said}` : "";
    if (pressing || this.phase === "ready" && !this.eyes) { screen.figure = turn.figure; screen.figureMirrored = turn.figure_mirrored; }
    this.told.show(screen);
  }
}
