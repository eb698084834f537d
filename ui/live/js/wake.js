// The screen stays on during a session, where the browser can promise that.

export class WakeLock {
  async hold() {
    try { this.lock = await navigator.wakeLock?.request("screen"); } catch { this.lock = null; } // a low battery may refuse
  }

  release() { this.lock?.release().catch(() => {}); this.lock = null; }
}
