/** Short sounds, made by the browser: nothing to load. */
import { ref } from "vue";
import { chosen, route } from "../features/telephony/devices";

export const SOUNDS = ["conversation", "message", "transfer", "late", "call"] as const;
/** The beep before a call that answers itself is no sound that one chooses. */
export type Sound = (typeof SOUNDS)[number] | "beep";

/** Frequencies in hertz, one after the other: up for what is new, down for what is handed over, thrice the same for what is late, a trill for a call. */
const TONES: Record<Sound, number[]> = {
  conversation: [659, 880, 1175],
  message: [784],
  transfer: [988, 740],
  late: [523, 523, 523],
  call: [880, 1109, 880, 1109, 880, 1109],
  beep: [1000],
};
const ON = "kefu.sounds";
const VOLUME = "kefu.volume";
const GAP_SECONDS = 0.16;

export const soundsAreOn = ref(localStorage.getItem(ON) !== "off");
/** From 1 to 100. */
export const volume = ref(Number(localStorage.getItem(VOLUME)) || 60);
/** The browser keeps quiet until somebody has touched the page. */
export const soundIsBlocked = ref(false);
let context: AudioContext | null = null;
let bell: { element: HTMLAudioElement; node: MediaStreamAudioDestinationNode } | null = null;

export function toggleSounds(): void {
  soundsAreOn.value = !soundsAreOn.value;
  localStorage.setItem(ON, soundsAreOn.value ? "on" : "off");
  if (soundsAreOn.value) play("message");
}

export function setVolume(percent: number): void {
  volume.value = percent;
  localStorage.setItem(VOLUME, String(percent));
}

/** Asks the browser whether it lets sounds through; to be called again after a click or a key. */
export function openSound(): void {
  if (typeof AudioContext === "undefined") return;
  // A context that is made before anybody touched the page starts silent, with a complaint in the console.
  if (!context && navigator.userActivation?.hasBeenActive === false) {
    soundIsBlocked.value = true;
    return;
  }
  if (!context) {
    context = new AudioContext();
    context.onstatechange = () => (soundIsBlocked.value = context!.state !== "running");
  }
  soundIsBlocked.value = context.state !== "running";
  if (soundIsBlocked.value) void context.resume();
}

export function play(name: Sound): void {
  if (!soundsAreOn.value) return;
  openSound();
  // What a silent context is given would all sound at once when it wakes up.
  if (context?.state === "running") sound(context, name);
}

function sound(audio: AudioContext, name: Sound): void {
  const output = outputOf(audio, name);
  TONES[name].forEach((frequency, index) => tone(audio, output, frequency, index * GAP_SECONDS));
}

/** A call may ring on another device than everything else sounds on. */
function outputOf(audio: AudioContext, name: Sound): AudioNode {
  if (name !== "call" || !chosen.value.ring) return audio.destination;
  if (!bell) {
    const element = new Audio();
    bell = { element, node: audio.createMediaStreamDestination() };
    element.srcObject = bell.node.stream;
  }
  const { element, node } = bell;
  void route(element, "ring").then(() => element.play()).catch(() => undefined);
  return node;
}

/** The click that asks for it also wakes the sound up. */
export async function tryOut(name: Sound): Promise<void> {
  openSound();
  await context?.resume();
  play(name);
}

function tone(audio: AudioContext, output: AudioNode, frequency: number, delay: number): void {
  const start = audio.currentTime + delay;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime((volume.value / 100) * 0.6, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, start + 0.25);
  oscillator.connect(gain).connect(output);
  oscillator.start(start);
  oscillator.stop(start + 0.26);
}
