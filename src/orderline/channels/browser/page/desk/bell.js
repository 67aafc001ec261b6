/** @module The ring: two soft tones while somebody waits. A browser lets it sound only after a press on the page. */

const EVERY_MS = 3_000;
const TONES = [
  { hz: 660, at: 0 },
  { hz: 880, at: 0.22 },
];

export class Bell {
  constructor() {
    /** @type {AudioContext|null} */
    this.context = null;
    this.on = true;
    this.timer = 0;
  }

  /** Whether it can be heard. */
  get audible() {
    return this.on && this.context?.state === 'running';
  }

  /** Let it sound; must come from a press of a key or button. */
  async allow() {
    this.context ??= new AudioContext();
    await this.context.resume();
  }

  /** @param {boolean} ringing */
  ring(ringing) {
    if (ringing === Boolean(this.timer)) return;
    clearInterval(this.timer);
    this.timer = ringing ? setInterval(() => this.sound(), EVERY_MS) : 0;
    if (ringing) this.sound();
  }

  sound() {
    if (!this.audible) return;
    for (const { hz, at } of TONES) {
      const start = this.context.currentTime + at;
      const tone = new OscillatorNode(this.context, { frequency: hz });
      const gain = new GainNode(this.context, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.12, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0005, start + 0.5);
      tone.connect(gain).connect(this.context.destination);
      tone.start(start);
      tone.stop(start + 0.55);
    }
  }
}
