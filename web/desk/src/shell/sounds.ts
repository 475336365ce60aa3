/** Four short sounds, made by the browser: nothing to load. */
import { ref } from "vue";

export const SOUNDS = ["conversation", "message", "transfer", "late"] as const;
export type Sound = (typeof SOUNDS)[number];

/** Frequencies in hertz, one after the other: up for what is new, down for what is handed over, thrice the same for what is late. */
const TONES: Record<Sound, number[]> = {
  conversation: [659, 880, 1175],
  message: [784],
  transfer: [988, 740],
  late: [523, 523, 523],
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
  if (context?.state === "running") TONES[name].forEach((frequency, index) => tone(context!, frequency, index * GAP_SECONDS));
}

/** The click that asks for it also wakes the sound up. */
export async function tryOut(name: Sound): Promise<void> {
  openSound();
  await context?.resume();
  play(name);
}

function tone(audio: AudioContext, frequency: number, delay: number): void {
  const start = audio.currentTime + delay;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime((volume.value / 100) * 0.6, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, start + 0.25);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.26);
}
