/**
 * @module Both sides of the conversation as bubbles. What is still being heard is shown pale and replaced; only what is
 * final is read out to a screen reader, once.
 * @typedef {{who: 'caller'|'line'|'person', text: string, final: boolean, turn: number}} Caption
 */

import { make } from '../shared/elements.js';

const NEAR_END_PX = 80;

export class Captions {
  /**
   * @param {object} places
   * @param {HTMLElement} places.list
   * @param {HTMLElement} places.scroller what scrolls
   * @param {HTMLElement} places.announcer a polite live region
   * @param {import('../shared/words.js').Words} words
   */
  constructor({ list, scroller, announcer }, words) {
    Object.assign(this, { list, scroller, announcer, words });
    /** @type {Map<string, HTMLElement>} */
    this.bubbles = new Map();
    this.atEnd = true;
    scroller.addEventListener('scroll', () => {
      this.atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
    });
    new ResizeObserver(() => this.keepEnd()).observe(scroller);
  }

  /** Begin an empty conversation. */
  clear() {
    this.bubbles.clear();
    this.atEnd = true;
    this.list.replaceChildren();
    this.announcer.replaceChildren();
  }

  /** @param {Caption} caption */
  show(caption) {
    const key = `${caption.turn}:${caption.who}`;
    let bubble = this.bubbles.get(key);
    if (!bubble) {
      bubble = this.bubble(caption.who);
      this.bubbles.set(key, bubble);
      this.list.append(bubble);
    }
    bubble.dataset.final = String(Boolean(caption.final));
    bubble.querySelector('.said').textContent = caption.text;
    if (caption.final) this.announce(caption);
    this.keepEnd();
  }

  /** Keep the newest words in sight, unless the reader has scrolled back. */
  keepEnd() {
    if (this.atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Show names in the language now chosen; what was said stays as it was said. */
  rename() {
    for (const name of this.list.querySelectorAll('.who')) {
      name.textContent = this.words.t(`who.${name.closest('li').dataset.who}`);
    }
  }

  /** @param {Caption['who']} who */
  bubble(who) {
    const name = make('span', { class: 'who' }, this.words.t(`who.${who}`));
    return make('li', { class: 'bubble', 'data-who': who }, name, make('p', { class: 'said' }));
  }

  /** @param {Caption} caption */
  announce({ who, text }) {
    this.announcer.replaceChildren(make('p', {}, `${this.words.t(`who.${who}`)}: ${text}`));
  }
}
