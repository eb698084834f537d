// The screen stays on during a session, where the browser can promise that.

export class WakeLock {
  constructor() { this.seen = () => { if (!document.hidden) this.#ask(); }; }

  async hold() {
    this.wanted = true;
    document.addEventListener("visibilitychange", this.seen); // a page that was hidden has lost its lock for good
    await this.#ask();
  }

  release() {
    this.wanted = false;
    document.removeEventListener("visibilitychange", this.seen);
    this.lock?.release().catch(() => {});
    this.lock = null;
  }

  async #ask() {
    try { this.lock = await navigator.wakeLock?.request("screen"); } catch { this.lock = null; } // a low battery may refuse
    if (!this.wanted) this.release(); // the session ended while the browser was asked
  }
}
