/**
 * @module The list of calls: who waits, what for, how long. Arrow keys move along it.
 * @typedef {import('./line.js').DeskCard} DeskCard
 */

import { clock, make } from '../shared/elements.js';

/** Fires `choose` (`detail` is the call's id). */
export class QueueList extends EventTarget {
  /**
   * @param {HTMLElement} list
   * @param {import('../shared/words.js').Words} words
   */
  constructor(list, words) {
    super();
    this.list = list;
    this.words = words;
    /** @type {DeskCard[]} */
    this.cards = [];
    this.chosen = '';
    this.readAt = 0;
    list.addEventListener('keydown', (event) => this.move(event));
    setInterval(() => this.tick(), 1000);
  }

  /**
   * @param {DeskCard[]} cards
   * @param {string} chosen the call that is open
   */
  show(cards, chosen) {
    const focused = document.activeElement?.closest('[data-call]')?.getAttribute('data-call');
    this.cards = cards;
    this.chosen = chosen;
    this.readAt = Date.now();
    this.list.replaceChildren(...cards.map((card) => make('li', {}, this.entry(card))));
    if (focused) this.list.querySelector(`[data-call="${CSS.escape(focused)}"]`)?.focus();
  }

  /** Seconds that this call has waited, now. */
  waited(card) {
    return card.since_s + (Date.now() - this.readAt) / 1000;
  }

  /** @param {DeskCard} card */
  entry(card) {
    const { words } = this;
    const button = make(
      'button',
      { type: 'button', class: 'entry', 'data-call': card.call_id, 'data-status': card.status, 'aria-current': card.call_id === this.chosen ? 'true' : null },
      make('span', { class: 'entry-wants' }, words.of(card.wants)),
      make('span', { class: 'entry-wait' }, clock(this.waited(card))),
      make('span', { class: 'entry-who' }, whoIs(card, words)),
      make('span', { class: 'entry-more' }, `${words.t(`status.${card.status}`)} · ${words.t(`language.${card.language}`)} · ${words.of(card.reason)}`),
    );
    button.addEventListener('click', () => this.dispatchEvent(new CustomEvent('choose', { detail: card.call_id })));
    return button;
  }

  tick() {
    const waits = this.list.querySelectorAll('.entry-wait');
    this.cards.forEach((card, index) => {
      if (waits[index]) waits[index].textContent = clock(this.waited(card));
    });
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...this.list.querySelectorAll('.entry')];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  }
}

/**
 * Who is calling, as far as that is proven.
 * @param {DeskCard} card
 * @param {import('../shared/words.js').Words} words
 */
export function whoIs(card, words) {
  if (!card.who.verified) return words.t('who.unknown');
  return card.who.name_masked || words.t('who.unnamed');
}
