// The camera: asked for, chosen, lost and given back.  Faults come as one word that the wording table can answer.

const FAULTS = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "absent", OverconstrainedError: "absent",
  NotReadableError: "busy", AbortError: "busy", TypeError: "insecure",
};

export class CameraFault extends Error {
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
export async function listCameras() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return all.filter((device) => device.kind === "videoinput" && device.deviceId);
}

export function closeCamera(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
