/** Two short tones, made by the browser: nothing to load. */
import { ref } from "vue";

const KEY = "kefu.sounds";
const TONES = { conversation: [659, 880], message: [784] };

export const soundsAreOn = ref(localStorage.getItem(KEY) !== "off");
let context: AudioContext | null = null;

export function toggleSounds(): void {
  soundsAreOn.value = !soundsAreOn.value;
  localStorage.setItem(KEY, soundsAreOn.value ? "on" : "off");
  if (soundsAreOn.value) play("message");
}

export function play(name: keyof typeof TONES): void {
  if (!soundsAreOn.value || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  void context.resume();
  TONES[name].forEach((frequency, index) => tone(context!, frequency, index * 0.14));
}

function tone(audio: AudioContext, frequency: number, delay: number): void {
  const start = audio.currentTime + delay;
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.25, start + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.25);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.26);
}
