/** @module The microphone's level, for the eye on every frame and for a screen reader when it asks. */

import { make } from './elements.js';

const BARS = 24;

export class Meter {
  /** @param {HTMLElement} place an element with the role `meter` */
  constructor(place) {
    this.place = place;
    this.bars = Array.from({ length: BARS }, () => make('i', { 'aria-hidden': 'true' }));
    this.told = 0;
    place.append(...this.bars);
  }

  /** @param {number} level [0, 1] */
  show(level) {
    const lit = Math.round(level * BARS);
    this.bars.forEach((bar, index) => bar.classList.toggle('lit', index < lit));
    const now = Date.now();
    if (now - this.told < 500 && level > 0) return;
    this.told = now;
    this.place.setAttribute('aria-valuenow', String(Math.round(level * 100)));
  }
}
