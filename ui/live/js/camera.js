// The camera: asked for, chosen, lost and given back.  Faults come as one word that the wording table can answer.

const FAULTS = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "absent", OverconstrainedError: "absent",
  NotReadableError: "busy", AbortError: "busy", TypeError: "insecure",
};

class CameraFault extends Error {
  constructor(kind) { super(kind); this.kind = kind; }
}

// choice: a deviceId, "front", "rear", or "" for whatever the browser prefers
export async function openCamera(choice) {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraFault("insecure");
  const video = { width: { ideal: 1280 }, height: { ideal: 720 } };
  if (choice === "front") video.facingMode = "user";
  else if (choice === "rear") video.facingMode = "environment";
  else if (choice) video.deviceId = { exact: choice };
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch (fault) {
    throw new CameraFault(FAULTS[fault.name] ?? "busy");
  }
}

// Names are known only after the camera was allowed once.
async function listCameras() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? []; // a browser may keep the list to itself
  return all.filter((device) => device.kind === "videoinput" && device.deviceId);
}

// The cameras that there are, to choose from; current: the id of the one that runs.  Where none does, the one that is
// chosen stays so, also while it is gone, and is known by its name where it came back under another id: no other camera is
// switched on unasked.
export async function fillCameras(list, current, word) {
  const devices = await listCameras(), [chosen] = list.selectedOptions;
  if (!devices.length) return;
  const options = devices.map((device, i) => new Option(device.label || `${word} ${i + 1}`, device.deviceId));
  const meant = current ?? chosen?.value;
  const again = options.find(({ value }) => value === meant) ?? options.find(({ text }) => !current && text === chosen?.text);
  if (!again && !current && chosen) options.unshift(chosen);
  list.replaceChildren(...options);
  list.value = (again ?? options[0]).value;
}

const HICCUP_MS = 2000; // so long without a picture is not worth a word

// Tells when a camera is gone, and when it is there and yet sends nothing, as one that hangs or that another program has
// taken: its last picture stays on the screen.
export function watchCamera(stream, { gone, still, again }) {
  const [track] = stream.getVideoTracks();
  let told = false, wait;
  track.onended = gone;
  track.onmute = () => { clearTimeout(wait); wait = setTimeout(() => { if (sendsNothing(stream)) { told = true; still(); } }, HICCUP_MS); };
  track.onunmute = () => { if (told) again(); told = false; };
  if (track.muted) track.onmute();
}

export function sendsNothing(stream) {
  const [track] = stream?.getVideoTracks() ?? [];
  return Boolean(track?.muted) && track.readyState !== "ended";
}

export function closeCamera(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

const RETRY_MS = 4000, RETRY_FOR_MS = 120000; // a camera that comes back later than that has to be asked for again

// What mends itself; a refusal is an answer.
const comesBack = (kind) => ["busy", "absent", "unplugged"].includes(kind);

// Tries again after a fault that mends itself: when a device comes, and now and then.  One in use elsewhere is given up
// in the end, and that is told: nothing comes by itself any more.
export class CameraReturn {
  constructor(tryAgain, givenUp) { this.tryAgain = tryAgain; this.givenUp = givenUp; this.plugged = () => this.tryAgain(); }

  wait(kind, nowMs) {
    if (!comesBack(kind)) { this.stop(); return; }
    this.untilMs ??= nowMs + RETRY_FOR_MS;
    clearTimeout(this.timer);
    navigator.mediaDevices?.addEventListener?.("devicechange", this.plugged);
    if (nowMs < this.untilMs) this.timer = setTimeout(() => this.tryAgain(), RETRY_MS);
    else if (kind === "busy") this.givenUp();
  }

  get waits() { return this.untilMs !== undefined; }

  stop() {
    clearTimeout(this.timer);
    this.untilMs = undefined;
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.plugged);
  }
}
