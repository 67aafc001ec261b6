/**
 * @module What was said on the open call: the card's transcript, and after it what is being said now.
 * @typedef {{call_id: string, who: string, text: string, turn: number, final: boolean}} DeskCaption
 */

import { make } from '../shared/elements.js';

export class Transcript {
  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} list
   * @param {import('../shared/words.js').Words} words
   */
  constructor(scroller, list, words) {
    Object.assign(this, { scroller, list, words });
    /** @type {Map<string, DeskCaption>} captions that are not on the card yet, by call, turn and speaker */
    this.live = new Map();
  }

  /** @param {import('./line.js').DeskCard} card */
  show(card) {
    const known = new Set(card.transcript.map((line) => `${line.who}:${line.text}`));
    for (const [key, caption] of this.live) {
      if (caption.final && known.has(`${caption.who}:${caption.text}`)) this.live.delete(key);
    }
    const fresh = [...this.live.values()].filter((caption) => caption.call_id === card.call_id);
    const rows = [...card.transcript.map((line) => this.row(line, true)), ...fresh.map((line) => this.row(line, line.final))];
    this.list.replaceChildren(...rows);
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /**
   * Keep what was just said until the card has it.
   * @param {DeskCaption} caption
   */
  add(caption) {
    this.live.set(`${caption.call_id}:${caption.turn}:${caption.who}`, caption);
  }

  /** @param {string[]} callIds the calls there still are */
  forgetAllBut(callIds) {
    for (const [key, caption] of this.live) if (!callIds.includes(caption.call_id)) this.live.delete(key);
  }

  row({ who, text }, final) {
    return make(
      'li',
      { class: 'said-row', 'data-who': who, 'data-final': String(final) },
      make('span', { class: 'who' }, this.words.t(`speaker.${who}`)),
      make('p', {}, text),
    );
  }
}
