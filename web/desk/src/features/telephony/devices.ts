/** The devices of the phone: it may ring on loudspeakers and talk by a headset. Kept in the browser; empty: the system's choice. */
import { ref } from "vue";

export const DEVICES = ["ring", "talk", "microphone"] as const;
export type Device = (typeof DEVICES)[number];
const KEY = "kefu.device.";

export const chosen = ref(Object.fromEntries(DEVICES.map((device) => [device, localStorage.getItem(KEY + device) ?? ""])) as Record<Device, string>);

export function choose(device: Device, id: string): void {
  chosen.value = { ...chosen.value, [device]: id };
  localStorage.setItem(KEY + device, id);
}

/** `why` is a key of the locale: `phone.line.*`. */
export class NoMicrophone extends Error {
  constructor(readonly why: "no_https" | "no_microphone" | "microphone_denied") {
    super(why);
  }
}

/** The microphone that was chosen, or another one where that is gone. Throws NoMicrophone. */
export async function microphone(): Promise<MediaStream> {
  if (!isSecureContext || !navigator.mediaDevices) throw new NoMicrophone("no_https");
  const deviceId = chosen.value.microphone;
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: deviceId ? { deviceId: { ideal: deviceId } } : true });
  } catch (error) {
    const isDenied = error instanceof DOMException && ["NotAllowedError", "SecurityError"].includes(error.name);
    throw new NoMicrophone(isDenied ? "microphone_denied" : "no_microphone");
  }
}

interface HasSink {
  setSinkId?: (id: string) => Promise<void>;
}

/** Plays on the device that was chosen; one that is gone leaves the system's. */
export async function route(element: HTMLMediaElement, device: Device): Promise<void> {
  const sink = element as HasSink;
  await sink.setSinkId?.(chosen.value[device]).catch(() => undefined);
}

export async function present(): Promise<MediaDeviceInfo[]> {
  return isSecureContext && navigator.mediaDevices ? navigator.mediaDevices.enumerateDevices() : [];
}
