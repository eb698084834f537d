// The line to the server: one frame under way at a time, and it mends itself.

const FIRST_WAIT_MS = 250, LONGEST_WAIT_MS = 4000;
const NO_PICTURE_YET_MS = 100;
const PACE_MS = 47; // 21 frames a second look smooth over the undelayed video; more would only heat the machine
const ANSWER_PATIENCE_MS = 4000; // a frame that is not answered by then is lost; a sleeping laptop comes back here too

export class FrameSocket {
  // grab(): ArrayBuffer | null; onAnswer(answer, sentAtMs); onState("open" | "lost" | "full")
  constructor({ url, grab, onAnswer, onState }) {
    Object.assign(this, { url, grab, onAnswer, onState });
    this.wish = null; this.running = false; this.waitMs = FIRST_WAIT_MS; this.socket = null; this.dueMs = 0;
  }

  start(wish) { this.wish = wish; this.running = true; this.#connect(); }

  stop() {
    this.running = false;
    clearTimeout(this.retry); clearTimeout(this.patience); clearTimeout(this.pace);
    this.socket?.close(); this.socket = null;
  }

  wants(wish) {
    this.wish = wish;
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(wish));
  }

  // After a pause (hidden tab): ask for a frame again if none is under way.
  nudge() { if (this.running) this.#next(); }

  #connect() {
    const socket = this.socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.waitMs = FIRST_WAIT_MS;
      socket.send(JSON.stringify(this.wish));
      this.onState("open");
      this.#next();
    };
    socket.onmessage = (event) => {
      if (socket !== this.socket) return;
      clearTimeout(this.patience);
      socket.underWay = false;
      try { this.#answered(JSON.parse(event.data)); } finally { this.#next(); } // a fault in one is not the end
    };
    socket.onclose = (event) => {
      if (socket !== this.socket) return;
      clearTimeout(this.patience);
      if (!this.running) return;
      this.onState(event.code === 1013 ? "full" : "lost");
      this.retry = setTimeout(() => this.running && this.#connect(), this.waitMs);
      this.waitMs = Math.min(LONGEST_WAIT_MS, 2 * this.waitMs);
    };
  }

  // What took longer than a frame is told while a later one waits: it is the answer to what was sent so much earlier.
  #answered(answer) { this.onAnswer(answer, this.sentAtMs - (answer.late_ms ?? 0)); }

  #next() {
    const socket = this.socket;
    // Each line has its own frame under way: one that was cut off with its line holds up no later one.
    if (!this.running || !socket || socket.underWay || socket.readyState !== WebSocket.OPEN) return;
    const takenAtMs = performance.now();
    if (takenAtMs < this.dueMs - 1) {
      clearTimeout(this.pace);
      this.pace = setTimeout(() => this.#next(), this.dueMs - takenAtMs);
      return;
    }
    this.dueMs = Math.max(this.dueMs, takenAtMs - PACE_MS) + PACE_MS; // a late frame is made up for, a long pause is not
    const frame = this.grab();
    if (!frame) {
      if (!document.hidden) setTimeout(() => this.#next(), NO_PICTURE_YET_MS); // a hidden tab is woken by nudge()
      return;
    }
    socket.underWay = true;
    this.sentAtMs = takenAtMs;
    this.patience = setTimeout(() => socket.close(), ANSWER_PATIENCE_MS);
    socket.send(frame);
  }
}
