/** @module The order card's place on the phone page: shows the newest order, in the language now chosen. */

import { orderCard } from '../shared/order_card.js';

export class Card {
  /**
   * @param {HTMLElement} place
   * @param {import('../shared/words.js').Words} words
   */
  constructor(place, words) {
    this.place = place;
    this.words = words;
    this.order = null;
    words.addEventListener('change', () => this.draw());
  }

  /** @param {import('../shared/order_card.js').Order|null} order null takes the card away */
  show(order) {
    this.order = order;
    this.draw();
  }

  draw() {
    this.place.hidden = !this.order;
    this.place.replaceChildren(...(this.order ? [orderCard(this.order, this.words)] : []));
  }
}
