"""A browser for scripts that need one about them: elements that take whatever is done to them, and a camera."""

from __future__ import annotations

# Elements, and a browser about them, that take whatever is done to them; a camera that opens unless it has a fault.
BROWSER = """
const plain = { then: undefined, isConnected: false, [Symbol.toPrimitive]: () => 0 };
const any = () => new Proxy(() => {}, { get: (own, key) => own[key] ?? (key in plain ? plain[key] : any()),
  set: (own, key, value) => { own[key] = value; return true; }, apply: () => any() });
globalThis.ResizeObserver = class { observe() {} disconnect() {} };
globalThis.requestAnimationFrame = globalThis.cancelAnimationFrame = () => {};
globalThis.Option = class {};
globalThis.getComputedStyle = () => ({ scrollMarginTop: "0px" });
globalThis.WebSocket = class { static OPEN = 1; readyState = 0; close() {} };
globalThis.location = { protocol: "http:", host: "here" };
globalThis.document = globalThis.window = any();
const track = { stop() {}, getSettings: () => ({}) };
const opened = { getTracks: () => [track], getVideoTracks: () => [track] };
const faults = [...fault];
Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: { getUserMedia: async () => {
  const name = faults.shift();
  if (name) throw Object.assign(new Error("no"), { name });
  return opened;
} } } });
const root = { querySelector: any, querySelectorAll: () => [], addEventListener() {} };
const said = [];
const voice = { say: (text, keys) => said.push([text, keys]), unlock: async () => {}, tone() {}, close() {} };
"""

# A place to write in, and all that was written there.
WRITTEN = """
const read = [];
const place = { set textContent(text) { read.push(text); }, get textContent() { return read.at(-1); } };
"""


# A camera that another program takes, or that hangs: it is there, and its last picture stays on the screen.
HANGS = """
const hangs = async (is) => { track.muted = is; if (is) track.onmute(); else track.onunmute();
  await new Promise((on) => setTimeout(on, is ? 2200 : 0)); };
"""
