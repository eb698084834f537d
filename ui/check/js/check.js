// The check view: owns the camera, the picture, the line to the server and the clock.  Mounted once; later calls bring
// new wishes.

import { openCamera, closeCamera, fillCameras, watchCamera } from "../../live/js/camera.js";
import { FrameSocket } from "../../live/js/socket.js";
import { FrameGrabber } from "../../live/js/frames.js";
import { Status } from "../../live/js/status.js";
import { Keys } from "../../live/js/keys.js";
import { Voice } from "../../live/js/voice.js";
import { WakeLock } from "../../live/js/wake.js";
import { Freeze } from "../../live/js/freeze.js";
import { toldOfKnown } from "../../live/js/known.js";
import { GivenUp } from "../../live/js/given_up.js";
import { keepChoices } from "../../live/js/choices.js";
import { Marks } from "./marks.js";
import { Pointer } from "./pointer.js";
import { PressClock } from "./clock.js";
import { hide } from "../../components/js/hide.js";
import { StaysInSight, comeInSight } from "../../components/js/in_sight.js";
import { Leaving } from "../../components/js/leaving.js";

const PARTS = ["stage", "video", "still", "canvas", "cross", "guide", "title", "digit", "word", "line", "how", "progress", "status", "known", "begin",
  "during", "pause", "again", "next", "end", "freeze", "untap", "bones", "finger", "camera", "mirror", "voice"];
const KEPT_ANSWERS = 600;
const SILENT_MS = 1000; // without an answer that long, the verdict on the screen is of another moment
const FRAME_PX = 800; // of a frame: a hand on a back two metres away is 30 px wide at the live view's 480, too few

export class CheckView {
  constructor(root) {
    this.root = root;
    this.parts = Object.fromEntries(PARTS.map((name) => [name, root.querySelector(`[data-part="${name}"]`)]));
    const { canvas, video } = this.parts;
    this.marks = new Marks(canvas, video);
    this.grabber = new FrameGrabber(video, FRAME_PX);
    this.freezer = new Freeze(video);
    this.status = new Status(this.parts.status);
    this.known = new Status(this.parts.known);
    this.givenUp = new GivenUp();
    this.voice = new Voice();
    this.wake = new WakeLock();
    this.leaving = new Leaving();
    this.keys = new Keys((command) => this.command(command));
    this.tap = null; this.taps = 0;
    this.pointer = new Pointer(this.parts, this.marks, this.grabber, { onTap: (at, frozen) => this.#tapped(at, frozen), onFreeze: (frozen) => this.#froze(frozen) });
    this.socket = new FrameSocket({
      url: (location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/check/socket",
      grab: () => this.grabber.grab(),
      onAnswer: (answer, sentAtMs) => this.#answered(answer, sentAtMs),
      onState: (state) => this.#line(state),
    });
    this.clock = new PressClock({
      say: (text, keys) => { this.status.now(text); this.voice.say(text, keys); }, // what is said can be read too
      write: (text) => this.status.now(text),
      talking: () => this.voice.talking,
      tone: (kind) => this.voice.tone(kind),
      turn: () => { this.#untap(); this.#wish(); },
      show: (screen) => this.#show(screen),
      done: (record) => { this.stop(); if (record.turns.length) this.done(record); },
    });
    this.answers = { roundMs: [], atMs: [], serverMs: [] }; // the last few, for whoever measures
    this.#bind();
    keepChoices(root);
  }

  update(data, done, frozen) {
    const before = this.data?.language === data.language ? null : this.data;
    Object.assign(this, { data, done, frozen, say: data.live, words: { ...data.session, ...data.press } });
    if (before) this.status.retold([before.live, before.session, before.press], [data.live, data.session, data.press]);
    if (!this.stream || this.#asksTheSame(data)) this.#means(data);
    this.parts.bones.hidden = !data.taps;
    this.parts.begin.disabled = !data.plan.length && !data.naming;
    for (const [name, table] of [["say", data.live], ["session", data.session], ["press", data.press]]) {
      for (const element of this.root.querySelectorAll(`[data-${name}]`)) element.textContent = table[element.dataset[name]];
    }
    this.parts.cross.setAttribute("aria-label", data.press.cross);
    this.#label();
    this.#wish();
  }

  async start() {
    if (this.stream || this.starting) return;
    this.starting = true;
    await this.voice.unlock(); // inside the click
    this.status.now(this.say.opening);
    try {
      this.stream = await openCamera(this.parts.camera.value);
    } catch (fault) {
      const key = `camera_${fault.kind ?? "busy"}`;
      const own = this.words[key]; // the live view's sentences, and their recordings, tell of what only that view does
      this.status.now(own ?? this.say[key]);
      this.voice.say(own ?? this.say[key], own ? [] : [key]); // a helper looks at the back, not at the screen
      return;
    } finally { this.starting = false; }
    if (this.gone) { this.stop(); return; } // the page was left while the browser asked
    const { stage, video, during, begin, guide } = this.parts;
    const told = (text, key) => () => { this.status.now(text); this.voice.say(text, [key]); };
    watchCamera(this.stream, {
      gone: () => this.#unplugged(), still: told(this.say.camera_busy, "camera_busy"), again: told(this.words.camera_back, "camera_back"),
    });
    video.srcObject = this.stream;
    await video.play().catch(() => {});
    await fillCameras(this.parts.camera, this.stream?.getVideoTracks()[0].getSettings().deviceId, this.say.camera);
    if (!this.stream) return; // stopped, or unplugged, in the meantime
    stage.dataset.on = "yes";
    this.#fitStage();
    await this.wake.hold();
    if (!this.stream) return; // or while the browser was asked to keep the screen on
    this.#means(this.data); // what was chosen while the browser opened the camera is what begins
    during.hidden = false; begin.hidden = true; guide.hidden = false;
    for (const name of ["pause", "again", "next"]) this.parts[name].hidden = this.data.naming;
    this.keys.start();
    this.#wish();
    this.socket.start(this.wish);
    if (this.data.naming) this.#show({ phase: "find", title: this.words.naming, word: "", digit: "", line: "" });
    else { this.leaving.start(); this.clock.start({ plan: this.data.plan, words: this.words, nowMs: performance.now() }); }
    this.stays = new StaysInSight(guide.parentElement);
    comeInSight(guide.parentElement);
    guide.focus({ preventScroll: true }); // so that the space bar no longer presses the button that started it
  }

  // The camera goes off; what the clock has counted is told by itself.
  stop() {
    this.#untap();
    clearTimeout(this.silent);
    this.socket.stop();
    closeCamera(this.stream);
    this.stream = null;
    this.parts.video.srcObject = null;
    delete this.parts.stage.dataset.on;
    this.marks.clear();
    this.known.now(""); // nothing rides along any more
    this.keys.stop();
    this.wake.release();
    this.leaving.stop();
    const { during, begin, guide } = this.parts;
    begin.hidden = false;
    hide(during, guide);
    if (this.meant?.naming) hide(guide, begin);
    if (this.data) this.#means(this.data); // what was chosen meanwhile is for the next time
    if (this.say) this.status.now(this.say.off);
  }

  // A session ends with its camera: what was pressed so far is told, as after the button.
  #unplugged() {
    if (this.clock.running) this.clock.command("stop", performance.now()); else this.stop();
    this.status.now(this.words.camera_unplugged);
  }

  destroy() {
    this.gone = true;
    this.command("stop"); // what was pressed so far is told
    this.stop();
    this.voice.close();
    document.removeEventListener("visibilitychange", this.onVisible);
    this.watcher.disconnect();
  }

  command(what) {
    if (this.clock.running) this.clock.command(what, performance.now());
    else if (what === "stop") this.stop();
  }

  #bind() {
    const { begin, pause, again, next, end, freeze, untap, bones, finger, camera, mirror, voice, stage, video } = this.parts;
    begin.onclick = () => this.start();
    pause.onclick = () => this.command("go");
    again.onclick = () => this.command("again");
    next.onclick = () => this.command("next");
    end.onclick = () => this.command("stop");
    freeze.onclick = () => (this.pointer.frozen ? this.pointer.thaw() : this.pointer.freeze());
    untap.onclick = () => { this.#untap(); this.#wish(); };
    bones.onclick = () => this.#hold();
    finger.onchange = () => this.#wish();
    camera.onchange = async () => { if (this.stream) { this.command("stop"); await this.start(); } };
    mirror.onchange = () => this.#fitStage();
    voice.onchange = () => { this.voice.on = voice.checked; if (!voice.checked) this.voice.quiet(); };
    video.onresize = () => this.#fitStage();
    this.watcher = new ResizeObserver(() => this.#fitStage());
    this.watcher.observe(stage);
    this.onVisible = () => {
      if (!this.stream) return;
      if (document.hidden) { this.status.now(this.say.hidden); return; }
      this.status.past(this.say.hidden);
      video.play().catch(() => {});
      this.socket.nudge();
    };
    document.addEventListener("visibilitychange", this.onVisible);
  }

  // What is looked for and said from now on; holds that the clock is at go on, if maybe in other words.
  #means(data) {
    this.meant = data;
    Object.assign(this.voice, { language: data.language, clips: data.clips });
    if (this.clock.running) this.clock.retold(data.plan, this.words, performance.now());
    else this.clock.reworded(this.words);
  }

  #asksTheSame({ naming, codes, plan }) {
    const turns = (of) => of.map(({ code, side }) => `${code}.${side}`).join();
    const { meant } = this;
    return naming === meant.naming && String(codes) === String(meant.codes) && turns(plan) === turns(meant.plan);
  }

  // What is looked for is what the clock and the words lead to, also while something else is chosen on the page.
  #wish() {
    if (!this.meant) return; // a choice that was made before the page has told what it is for
    const { naming, codes, plan, region, view, language } = this.meant, { marks, profile } = this.data;
    const turn = this.clock.running ? this.clock.turn : plan[0];
    this.wish = {
      codes: naming ? codes : turn ? [turn.code] : [], side: turn && turn.side !== "both" && !naming ? turn.side : null,
      naming, finger: this.parts.finger.value || null, tap: this.tap, marks, lost: this.givenUp.among(marks), region, view,
      profile, language,
    };
    this.socket.wants(this.wish);
  }

  #tapped([x, y], still) {
    if (!this.stream) return;
    this.tap = { number: this.taps += 1, x, y, still };
    this.parts.untap.hidden = false;
    this.#wish();
  }

  #untap() { this.tap = null; hide(this.parts.untap, this.parts.guide); if (this.pointer.frozen) this.pointer.thaw(); }

  // What was shown on the frozen picture rides on the body from there.
  #froze(frozen) {
    if (!frozen && this.tap?.still) { this.tap = { ...this.tap, still: false }; this.#wish(); }
    this.#label();
  }

  // The frame on the screen, for the page to tap bones on.
  #hold() {
    this.freezer.grabber.video = this.grabber.video;
    const held = this.freezer.take(0);
    this.status.now(held ? this.say.frozen : this.say.freeze_first);
    if (held) this.frozen(held);
  }

  // Whoever answers after the line was lost has not seen where the shown place hung on the body.
  #line(state) {
    this.status.line(state, this.say);
    if (state === "lost" && this.tap && !this.tap.still) { this.#untap(); this.#wish(); }
  }

  #answered(answer, sentAtMs) {
    const nowMs = performance.now();
    for (const [list, value] of [["roundMs", nowMs - sentAtMs], ["atMs", nowMs], ["serverMs", answer.server_ms]]) {
      this.answers[list].push(value);
      if (this.answers[list].length > KEPT_ANSWERS) this.answers[list].shift();
    }
    if (answer.status === "looking") return; // it takes longer than a frame: nothing is known yet
    if (answer.status === "failed") { this.status.soon(this.say.failed, nowMs); return; }
    clearTimeout(this.silent);
    this.silent = setTimeout(() => this.#unanswered(), SILENT_MS);
    this.status.past(this.say.failed);
    this.last = answer;
    this.stays?.look();
    this.marks.show(answer, nowMs);
    if (this.givenUp.hears(answer.known?.lost ?? [], this.data.marks)) this.#wish();
    this.known.soon(toldOfKnown(answer.known, this.say, this.data.landmarks), nowMs);
    this.pointer.wait();
    if (this.clock.running) this.clock.sees(answer, nowMs, this.pointer.frozen);
    else if (this.meant.naming) this.#name(answer, nowMs);
  }

  // Neither rings nor "on it" outlast what they were told of: the finger may be elsewhere by now.
  #unanswered() {
    this.marks.clear();
    if (this.clock.running) this.clock.unseen();
    else if (this.meant.naming) this.parts.line.textContent = "";
  }

  #name(answer, nowMs) {
    this.parts.line.textContent = answer.text || this.words.no_finger;
    this.status.soon(answer.text, nowMs);
  }

  #show({ phase, title, word, digit, line, how, index, count, paused }) {
    const { parts, words } = this, set = (name, text) => { if (parts[name].textContent !== String(text)) parts[name].textContent = text; };
    parts.guide.hidden = phase === "off";
    parts.guide.dataset.word = word;
    set("title", title); set("digit", digit); set("line", line); set("how", how ?? "");
    set("word", word ? this.meant.press[`word_${word}`] : "");
    set("progress", count > 1 && phase !== "done" ? `${index + 1} / ${count}` : "");
    set("pause", paused ? words.button_go : words.button_pause);
  }

  #label() { if (this.words) this.parts.freeze.textContent = this.words[this.pointer.frozen ? "go_on" : "freeze"]; }

  // The stage has the video's own shape; the still and the video are mirrored, the marks are drawn so: as the box says,
  // also where a browser has kept it as it was left.
  #fitStage() {
    const { stage, video, still, mirror } = this.parts;
    const [w, h] = [video.videoWidth || 4, video.videoHeight || 3];
    stage.style.aspectRatio = `${w} / ${h}`;
    video.style.transform = still.style.transform = mirror.checked ? "scaleX(-1)" : "";
    this.marks.mirrored = mirror.checked;
    this.marks.draw();
    this.pointer.place();
  }
}
