// The live view: owns the camera, the picture and the line to the server.  Mounted once; later calls bring new wishes.

import { openCamera, closeCamera, fillCameras, watchCamera, CameraReturn } from "./camera.js";
import { FrameSocket } from "./socket.js";
import { FrameGrabber } from "./frames.js";
import { Overlay } from "./overlay.js";
import { OutlineGuide } from "./outline.js";
import { CheckList } from "./checklist.js";
import { Status } from "./status.js";
import { Freeze } from "./freeze.js";
import { toldOfKnown } from "./known.js";
import { GivenUp } from "./given_up.js";
import { keepChoice, keepChoices, keptChoice } from "./choices.js";
import { Conductor } from "./conductor.js";

const FRAME_PX = 480, WORN_PX = 960; // longest side of a frame; printed marks need the larger

export class LiveView {
  constructor(root) {
    this.root = root;
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.parts = Object.fromEntries(
      ["stage", "video", "canvas", "start", "status", "camera", "mirror", "turn", "full", "checks", "outline", "chart", "freeze", "worn", "known"]
        .map((name) => [name, find(name)]));
    this.overlay = new Overlay(this.parts.canvas, this.parts.video);
    this.outline = new OutlineGuide((square) => { this.square = square; this.#wish(); this.overlay.draw(performance.now()); });
    this.overlay.outline = this.outline;
    this.checks = new CheckList(this.parts.checks);
    this.back = new CameraReturn(() => this.#open(true), () => this.status.now(this.say.camera_waited));
    this.grabber = new FrameGrabber(this.parts.video, FRAME_PX);
    this.status = new Status(this.parts.status);
    this.known = new Status(this.parts.known);
    this.givenUp = new GivenUp();
    this.freezer = new Freeze(this.parts.video);
    this.socket = new FrameSocket({
      url: (location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/live/socket",
      grab: () => this.grabber.grab(),
      onAnswer: (answer, sentAtMs) => this.#answered(answer, sentAtMs),
      onState: (state) => this.status.line(state, this.say),
    });
    this.answers = { roundMs: [], atMs: [], serverMs: [] }; // the last few, for whoever measures
    this.conductor = new Conductor(this, root);
    this.#bind();
    keepChoices(root);
  }

  update(data, done, frozen) {
    const before = this.told?.language === data.language ? null : this.told;
    this.say = data.say;
    this.refusals = data.refusals;
    this.frozen = frozen;
    this.landmarks = data.landmarks;
    this.lens = data.lens;
    this.marks = data.marks;
    this.overlay.letters = data.letters;
    this.told = data;
    this.looks();
    this.checks.update(data.say);
    this.stand = data.stand;
    if (before) this.status.retold([before.say, before.session], [data.say, data.session]);
    this.conductor.update(data, done);
    if (!this.conductor.session.running) this.chart(this.stand);
    this.parts.start.textContent = this.stream ? this.say.stop : this.say.start;
    for (const element of this.root.querySelectorAll("[data-say]")) element.textContent = this.say[element.dataset.say];
    for (const element of this.root.querySelectorAll("[data-session]")) element.textContent = data.session[element.dataset.session];
  }

  // What it looks for: what is chosen on the page; while a session runs over other holds, the places that it leads to.
  looks() {
    if (this.conductor.follows(this.told.plan)) this.meant = this.told;
    const { region, view, codes, outline } = this.meant, { profile, language } = this.told;
    this.asked = { region, view, codes, profile, language };
    this.outline.update(this.told.outlines, outline);
    this.parts.outline.closest("label").hidden = !outline;
    this.#wish();
  }

  async start() {
    if (this.stream) return;
    if (this.starting) { this.unwanted = false; await this.opening; return; } // the browser asks already
    this.status.now(this.say.opening);
    this.fault = null;
    await this.#open(false);
  }

  // quiet: tried again after a fault, which stays written until the camera is there
  #open(quiet) {
    if (!(this.stream || this.starting || this.gone)) this.opening = this.#opens(quiet);
    return this.opening;
  }

  async #opens(quiet) {
    this.starting = true; this.unwanted = false;
    let stream;
    try {
      stream = await openCamera(this.parts.camera.value);
    } catch (fault) {
      // One that is not there yet was told as it went; another reason is news, and one refused by now is no more waited for.
      this.#fails(quiet && fault.kind === "absent" ? this.fault : fault.kind ?? "busy");
      if (fault.kind === "absent") await fillCameras(this.parts.camera, undefined, this.say.camera); // another may have come
      return;
    } finally { this.starting = false; }
    if (this.gone || this.unwanted) { closeCamera(stream); return; } // left, or done without, while the browser asked
    this.back.stop();
    this.stream = stream;
    this.fault = null;
    watchCamera(stream, { gone: () => { this.#dark(); this.#fails("unplugged"); }, still: () => this.#still(), again: () => this.#again() });
    this.parts.start.textContent = this.say.stop;
    this.parts.stage.dataset.on = "yes";
    this.parts.video.srcObject = stream;
    await this.parts.video.play().catch(() => {});
    await fillCameras(this.parts.camera, stream.getVideoTracks()[0].getSettings().deviceId, this.say.camera);
    if (this.stream !== stream) return; // stopped, or unplugged, in the meantime
    this.#fitStage();
    this.outline.reset();
    this.checks.show(null);
    this.socket.start(this.wish);
    const { session } = this.conductor;
    if (quiet || session.running && !session.eyes) this.#again();
  }

  // The camera is there and sends no picture.
  #still() { this.status.now(this.say.camera_busy); this.conductor.eyes(false); }

  #again() { this.status.now(this.say.camera_again); this.conductor.eyes(true); }

  #fails(kind) {
    if (this.gone) return; // nobody waits for this camera any more
    const known = kind === this.fault && this.conductor.session.running; // there the line holds what is said
    this.fault = kind;
    if (!known) this.status.now(this.say[`camera_${kind}`]);
    this.conductor.eyes(false); // a session goes on by words, also where another camera was chosen that does not open
    this.back.wait(kind, performance.now());
  }

  stop() {
    this.unwanted = this.starting;
    this.conductor.stop();
    this.back.stop();
    this.#dark();
    this.status.now(this.say.off);
  }

  // No picture any more; a session may go on.
  #dark() {
    this.socket.stop();
    closeCamera(this.stream);
    this.stream = null;
    this.parts.video.srcObject = null;
    delete this.parts.stage.dataset.on;
    this.overlay.clear();
    this.known.now(""); // nothing rides along any more
    this.parts.start.textContent = this.say.start;
  }

  // What stands where the picture would be: how to stand, or where the point lies.
  chart(address) {
    if (this.parts.chart.getAttribute("src") !== address) this.parts.chart.setAttribute("src", address);
    this.parts.chart.hidden = !address;
  }

  destroy() {
    this.gone = true;
    this.conductor.close();
    this.stop();
    document.removeEventListener("visibilitychange", this.onVisible);
    this.watcher.disconnect();
  }

  #bind() {
    const { start, camera, mirror, turn, full, stage, video, outline, freeze, worn } = this.parts;
    start.onclick = () => (this.stream ? this.stop() : this.start());
    camera.onchange = () => { if (this.stream || this.back.waits) { this.#dark(); this.start(); } };
    freeze.onclick = () => this.#freeze();
    worn.onchange = () => { this.grabber.longestPx = worn.checked ? WORN_PX : FRAME_PX; this.#wish(); };
    outline.onchange = () => this.outline.choose(outline.value);
    mirror.onchange = () => this.#mirror();
    this.#mirror(); // a browser may have kept the box as it was left
    turn.onclick = () => { keepChoice("turn", (this.grabber.turn + 1) % 4); this.#turn(keptChoice("turn")); };
    if (keptChoice("turn")) this.#turn(keptChoice("turn"));
    full.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : stage.closest(".live").requestFullscreen?.());
    video.onresize = () => this.#fitStage();
    this.watcher = new ResizeObserver(() => { this.#fitStage(); this.overlay.draw(performance.now()); });
    this.watcher.observe(stage);
    this.onVisible = () => {
      if (!this.stream) return;
      if (document.hidden) { if (!this.conductor.session.running) this.status.now(this.say.hidden); return; } // a session's voice goes on
      this.parts.video.play().catch(() => {});
      this.socket.nudge();
    };
    document.addEventListener("visibilitychange", this.onVisible);
  }

  // The video, the marks over it and the drawing beside it, all one way round.
  #mirror() {
    const { checked } = this.parts.mirror;
    this.overlay.mirrored = checked;
    this.conductor.guide.mirror(checked);
    this.#fitStage();
    this.overlay.draw(performance.now());
  }

  // quarters: of a turn, by which the camera lies on its side
  #turn(quarters) {
    this.grabber.turn = this.overlay.turn = quarters;
    this.turnedMs = performance.now();
    this.overlay.clear();
    this.#fitStage();
  }

  #freeze() {
    const still = this.freezer.take(this.grabber.turn);
    this.status.now(still ? this.say.frozen : this.say.freeze_first);
    if (still) this.frozen(still);
  }

  #wish() {
    this.wish = {
      ...this.asked, square: this.square ?? null, marks: this.marks, lost: this.givenUp.among(this.marks),
      worn: this.parts.worn.checked, lens: this.lens,
    };
    this.socket.wants(this.wish);
  }

  // The video's own shape, mirrored and turned as wished; a quarter turn swaps its sides.
  #fitStage() {
    const { stage, video, mirror } = this.parts;
    const lying = this.grabber.turn % 2 === 1;
    const [w, h] = [video.videoWidth || 4, video.videoHeight || 3];
    stage.style.aspectRatio = lying ? `${h} / ${w}` : `${w} / ${h}`;
    stage.style.maxWidth = document.fullscreenElement ? "" : `calc(var(--tallest, 72vh) * ${lying ? h / w : w / h})`; // no bars beside it
    const fit = lying ? Math.min(stage.clientWidth / stage.clientHeight, stage.clientHeight / stage.clientWidth) : 1;
    video.style.transform = `${mirror.checked ? "scaleX(-1) " : ""}rotate(${90 * this.grabber.turn}deg) scale(${fit || 1})`;
  }

  #answered(answer, sentAtMs) {
    const nowMs = performance.now();
    if (sentAtMs < this.turnedMs) return; // of a frame that lay another way round
    if (answer.status === "looking") { // a search goes on; what was known stands until it fades
      this.overlay.draw(nowMs);
      if (!this.conductor.session.running) this.status.soon(this.say.looking, nowMs);
      return;
    }
    for (const [list, value] of [["roundMs", nowMs - sentAtMs], ["atMs", nowMs], ["serverMs", answer.server_ms]]) {
      const kept = this.answers[list];
      kept.push(value);
      if (kept.length > 600) kept.shift();
    }
    if (answer.scene) this.overlay.show(answer.scene, nowMs);
    this.checks.show(answer.checks);
    if (this.givenUp.hears(answer.known?.lost ?? [], this.marks)) this.#wish();
    this.known.soon(toldOfKnown(answer.known, this.say, this.landmarks), nowMs);
    this.outline.seen(answer.status === "located", answer.reasons ?? [], nowMs);
    if (!this.conductor.session.running) this.status.soon(this.#told(answer), nowMs); // else it holds what is said
    this.conductor.sees(answer, nowMs);
  }

  #told(answer) {
    if (answer.status === "failed") return this.say.failed;
    if (answer.status === "refused") return this.outline.shown ? this.say.fit_outline : this.#why(answer) ?? this.say.looking;
    const count = answer.scene.marks.length;
    return (count === 1 ? this.say.found_one : this.say.found).replace("{count}", count);
  }

  // The first reason in the page's language: as it is said of this part of the body, else of any.
  #why(answer) {
    const [reason, region] = answer.refused?.[0] ?? [];
    return this.refusals[`${reason}_${region}`] ?? this.refusals[reason] ?? answer.advice[0];
  }
}
