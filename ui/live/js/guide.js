// The words and digits of the session on the screen: one instruction at a time, large enough for three metres.

export class Guide {
  constructor(root) {
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.parts = Object.fromEntries(["guide", "title", "digit", "line", "small", "breath", "progress", "figure"].map((name) => [name, find(name)]));
  }

  show(screen) {
    const { guide, title, digit, line, small, breath, progress, figure } = this.parts;
    this.screen = screen;
    const set = (element, text) => { if (element.textContent !== String(text)) element.textContent = text; };
    guide.hidden = screen.phase === "off";
    guide.dataset.phase = screen.phase;
    set(title, screen.title); set(digit, screen.digit); set(line, screen.line); set(small, screen.small);
    set(progress, screen.phase === "done" ? "" : `${screen.index + 1} / ${screen.count}`);
    // Beside the camera's picture a small drawing, how to stand or where the place is; the digits need the room after.
    const drawn = !screen.eyes ? "" : { leadin: this.stand, place: this.mirrored ? screen.figureMirrored : screen.figure }[screen.phase] ?? "";
    if (figure.getAttribute("src") !== drawn) { if (drawn) figure.setAttribute("src", drawn); else figure.removeAttribute("src"); }
    figure.hidden = !drawn;
    const way = screen.paused ? "" : screen.breath?.way ?? "";
    if (breath.dataset.way !== way) {
      breath.dataset.way = way;
      breath.style.transitionDuration = `${screen.breath?.s ?? 0.3}s, .3s`; // the breath's own time for its size, none for being seen
    }
  }

  // The drawing lies as the video beside it does: left of one is left of the other.
  mirror(mirrored) {
    this.mirrored = mirrored;
    if (this.screen) this.show(this.screen);
  }
}
