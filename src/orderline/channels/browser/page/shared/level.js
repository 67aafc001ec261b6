/** @module How loud a stream is, many times a second, as a number that looks like loudness feels. */

const FLOOR_DB = -55;
const CEILING_DB = -12;
const FALL = 0.82;

/** Listens to one stream. It makes no sound of its own. */
export class LevelMeter {
  /**
   * @param {AudioContext} context
   * @param {MediaStream} stream
   * @param {(level: number) => void} show called on every frame with a level in [0, 1]
   */
  constructor(context, stream, show) {
    this.source = context.createMediaStreamSource(stream);
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 512;
    this.source.connect(this.analyser);
    this.samples = new Float32Array(this.analyser.fftSize);
    this.show = show;
    this.level = 0;
    this.frame = requestAnimationFrame(() => this.tick());
  }

  /** Measure, show, and come back on the next frame. */
  tick() {
    this.analyser.getFloatTimeDomainData(this.samples);
    let power = 0;
    for (const sample of this.samples) power += sample * sample;
    const decibels = 10 * Math.log10(power / this.samples.length + 1e-12);
    const now = Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
    this.level = Math.max(now, this.level * FALL);
    this.show(this.level);
    this.frame = requestAnimationFrame(() => this.tick());
  }

  /** Stop listening, and show silence. */
  stop() {
    cancelAnimationFrame(this.frame);
    this.source.disconnect();
    this.show(0);
  }
}
