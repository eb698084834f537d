// The hold's clock: it runs only while the finger is on the spot.  It knows time, turns and sentences; what it shows and
// says it hands to others, so it can be run with any clock.

import { ending } from "../../live/js/ending.js";

const ON_MS = 300, OFF_MS = 500; // a finger counts as on, or as off, once it has been so for that long
const LONGEST_GAP_MS = 500; // between two answers; more is no time on the spot, it is time without a picture
const SETTLED_MS = 900, AGAIN_MS = 6000; // a sentence is spoken when it has stood still, and again when it still holds
const RELEASE_MS = 3000;
const LONGEST_SPEECH_MS = 45000; // a voice that never says that it has ended holds nobody up for longer

export class PressClock {
  // told: {say(text, keys), write(text), talking(), tone(kind), show(screen), turn(), done(record)}
  constructor(told) { this.told = told; this.phase = "off"; }

  get running() { return this.phase === "find" || this.phase === "release"; }
  get turn() { return this.plan[this.index]; }

  start({ plan, words, nowMs }) {
    Object.assign(this, { plan, words, index: 0, paused: false, record: [], explained: null }); // not of an earlier one
    this.told.tone("go");
    this.#enter(nowMs);
  }

  // The same turns in other words: the page's language was changed.  What is being said is begun anew in them; where the
  // finger is, the next answer tells in them by itself.
  retold(plan, words, nowMs) {
    Object.assign(this, { plan, words });
    const [text] = this.saying();
    if (text !== this.spoken && this.told.talking()) {
      if (nowMs < this.hearUntilMs) this.#giveTime(nowMs);
      this.#tell(this.saying);
    } else if (text !== this.spoken) this.told.write(this.spoken = text);
    this.#show({});
  }

  // The same once they are over.
  reworded(words) {
    this.words = words;
    if (this.phase === "done") this.#show({});
  }

  // One answer of the server: {word, cun, side, text, keys}; frozen: to a picture that stands still, in which nobody can be
  // seen to hold on
  sees(answer, nowMs, frozen = false) {
    if (!this.running) return;
    const passedMs = frozen ? 0 : Math.min(LONGEST_GAP_MS, nowMs - this.lastMs);
    this.lastMs = nowMs;
    if (this.paused) return;
    if (this.phase === "release") { if (nowMs - this.sinceMs >= RELEASE_MS) this.#advance(nowMs); else this.#show(answer); return; }
    this.#feel(answer.word === "on" || answer.word === "probably", nowMs);
    if (answer.word) {
      this.aimedMs += passedMs;
      this.sumCun += passedMs * answer.cun;
      if (answer.side) this.side = answer.side;
    }
    if (answer.word === "on" || answer.word === "probably") this.touch = answer.word;
    if (this.on) this.onMs += passedMs;
    this.#guide(answer, nowMs);
    if (this.onMs >= 1000 * this.turn.hold_s) this.#release(nowMs);
    this.#show(answer);
  }

  // No answer comes any more: what was felt last is not felt now.
  unseen() {
    if (this.on && this.phase === "find" && !this.paused) this.told.tone("off");
    this.on = false; this.changeMs = null;
    this.#show({});
  }

  command(what, nowMs) {
    if (!this.running) return;
    if (what === "stop") { this.#note(); this.#finish("stopped"); return; }
    if (what === "go") { this.#pauses(!this.paused, nowMs); return; }
    this.paused = false;
    if (what === "next") { this.#note(); this.#advance(nowMs); }
    if (what === "again") { if (this.onMs < 1000 && this.index > 0) this.index -= 1; this.explained = null; this.#enter(nowMs); }
  }

  #enter(nowMs) {
    Object.assign(this, { phase: "find", onMs: 0, aimedMs: 0, sumCun: 0, on: false, side: this.turn.side, changeMs: null,
      lastMs: nowMs, said: "", saidMs: -1e9, text: "", textMs: nowMs, saidHalf: false });
    // told to its end at the turn before, for this side or the other: the point and its side are enough to go on by
    this.known = this.explained === this.index - 1 && this.plan[this.index - 1]?.code === this.turn.code;
    this.told.turn();
    this.#tellPlace(nowMs);
    this.#show({});
  }

  // A place that the pause cut off, with how lightly to press there, is told again.
  #pauses(paused, nowMs) {
    if (paused) this.cutOff = this.told.talking() && nowMs < this.hearUntilMs;
    this.paused = paused;
    if (paused) this.#say("paused_long_blind");
    else if (this.cutOff) this.#tellPlace(nowMs, ["resumed"]);
    else this.#say("resumed");
    this.#show({});
  }

  // before: the keys of sentences that come first, in one breath with it: else they would be cut off
  #tellPlace(nowMs, before = []) {
    this.#tell(() => {
      const { title, side, side_said, again, light, clips } = this.turn, first = before.map((key) => this.words[key]);
      const short = [`side_${side}`, ...(again ? ["same_place"] : []), ...(light ? ["lightly"] : [])];
      return [[...first, `${title}.`, `${side_said}.`, this.#place].filter(Boolean).join(" "),
        [...before, ...(this.known ? short : clips.filter((key) => !key.startsWith("technique_")))]];
    });
    this.#giveTime(nowMs);
  }

  // How to press is told where it must be lightly: else the helper's finger is what is watched, not its way of pressing.
  get #place() {
    const { where, again, light, how } = this.turn;
    return [this.known ? again : where, light ? how : ""].filter(Boolean).join(" ");
  }

  // To read where the place is, and to hear it to its end.
  #giveTime(nowMs) {
    this.quietUntilMs = nowMs + 1000 * Math.min(this.turn.light ? 12 : 9, 1.5 + this.#place.split(" ").length / 2.5);
    this.hearUntilMs = nowMs + LONGEST_SPEECH_MS;
  }

  #say(key) { this.#tell(() => [this.words[key], [key]]); }

  // saying: gives the text and the keys of its clips, in the words of the moment
  #tell(saying) {
    const [text, keys] = saying();
    Object.assign(this, { saying, spoken: text });
    this.told.say(text, keys);
  }

  #feel(touching, nowMs) {
    if (touching === this.on) { this.changeMs = null; return; }
    this.changeMs ??= nowMs;
    if (nowMs - this.changeMs < (touching ? ON_MS : OFF_MS)) return;
    this.on = touching; this.changeMs = null;
    this.told.tone(touching ? "on" : "off");
  }

  #guide({ text, keys, word }, nowMs) {
    if (text !== this.text) { this.text = text; this.textMs = nowMs; }
    if (nowMs < this.hearUntilMs && this.told.talking()) return;
    if (!this.told.talking()) this.explained = this.index; // else its voice never ended
    this.hearUntilMs = nowMs; // the place is told: what comes now may be cut off by news
    const { hold_s } = this.turn;
    if (this.on && !this.saidHalf && hold_s >= 20 && this.onMs >= 500 * hold_s) {
      this.saidHalf = true; this.#say("half"); return;
    }
    const holding = word === "on" || word === "probably";
    const again = this.said === text && (holding || nowMs - this.saidMs < AGAIN_MS);
    if (!text || again || nowMs < this.quietUntilMs || nowMs - this.textMs < SETTLED_MS) return;
    this.said = text; this.saidMs = nowMs;
    this.#tell(() => [text, keys ?? []]);
  }

  #release(nowMs) {
    this.#note();
    this.phase = "release"; this.sinceMs = nowMs;
    this.told.tone("done");
    this.#say("release");
  }

  #advance(nowMs) {
    this.index += 1;
    if (this.index < this.plan.length) { this.#enter(nowMs); return; }
    this.index -= 1;
    this.#finish("done");
  }

  #finish(how) {
    this.end = ending(this.record.some(({ on_s }) => on_s > 0), how);
    this.#say(this.end.said);
    this.phase = "done"; this.paused = false; // stopped in a pause, it pauses no more
    this.#show({});
    this.told.done({ turns: this.record });
  }

  // What was pressed in the turn that ends now.
  #note() {
    if (this.phase !== "find" || !this.aimedMs) return;
    const { code, hold_s } = this.turn, seconds = (ms) => Math.round(ms / 100) / 10;
    this.record.push({ code, side: this.side, on_s: seconds(Math.min(this.onMs, 1000 * hold_s)), aimed_s: seconds(this.aimedMs),
      planned_s: hold_s, mean_cun: Math.round((100 * this.sumCun) / this.aimedMs) / 100 });
  }

  #show(answer) {
    const { turn, words } = this;
    const screen = { phase: this.phase, word: "", digit: "", line: "", index: this.index, count: this.plan.length };
    screen.title = `${turn.title} · ${turn.side_said}`;
    if (this.phase === "find") {
      screen.word = this.on ? this.touch : answer.word ?? ""; // what was felt last, for a frame or two without a finger
      screen.digit = Math.max(0, Math.ceil(turn.hold_s - this.onMs / 1000 - 1e-6));
      screen.line = answer.text || turn.where;
      screen.how = turn.light ? turn.how : "";
    }
    if (this.phase === "release") screen.line = words.release;
    if (this.phase === "done") screen.line = words[this.end.shown];
    if (this.paused) { screen.line = words.paused_long_blind; screen.word = ""; } // no hand held up is looked for here
    screen.paused = this.paused;
    this.told.show(screen);
  }
}
