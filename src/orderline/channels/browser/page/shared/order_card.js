/**
 * @module An order as a card: what it is, when it comes, why it is late, and how far it has got. Facts only: what the
 * line does not know is not on the card.
 * @typedef {import('./words.js').Bilingual} Bilingual
 * @typedef {import('./words.js').Words} Words
 * @typedef {{text: Bilingual, at: string|null, done: boolean}} Step
 * @typedef {object} Order
 * @property {string} number_tail
 * @property {Bilingual} channel
 * @property {string} state
 * @property {Bilingual} state_text
 * @property {{name: Bilingual, quantity: number, options: string}[]} items
 * @property {Step[]} steps
 * @property {Bilingual|null} carrier
 * @property {{place: Bilingual, at: string}|null} last_scan
 * @property {string|null} expected_on
 * @property {string|null} promised_on
 * @property {{days: number, reason: Bilingual|null}|null} late
 */

import { make } from './elements.js';

/** The words a card needs; each page adds them to its own table. */
export const CARD_WORDS = {
  'card.title': { en: 'Order ending {tail}', zh: '尾号 {tail} 的订单' },
  'card.expected': { en: 'Expected {day}', zh: '预计{day}送达' },
  'card.promised': { en: 'Promised for {day}', zh: '承诺{day}送达' },
  'card.late': { en: '{days} days late', zh: '晚了 {days} 天' },
  'card.late_one': { en: '1 day late', zh: '晚了 1 天' },
  'card.scan': { en: 'Last seen in {place}, {at}', zh: '最近到达{place}，{at}' },
  'card.steps': { en: 'How far it is', zh: '订单进度' },
  'card.done': { en: 'done', zh: '已完成' },
  'card.to_come': { en: 'to come', zh: '未完成' },
  'card.bought': { en: '{channel} order', zh: '{channel}订单' },
};

/**
 * The card of `order`.
 * @param {Order} order
 * @param {Words} words
 * @returns {HTMLElement}
 */
export function orderCard(order, words) {
  const title = words.t('card.title', { tail: order.number_tail });
  return make(
    'article',
    { class: 'order-card', 'data-order': order.number_tail, 'data-order-state': order.state, 'aria-label': title },
    make(
      'header',
      { class: 'order-head' },
      make('h2', { class: 'order-title' }, title),
      make('p', { class: 'pill' }, words.of(order.state_text)),
    ),
    promise(order, words),
    late(order, words),
    track(order, words),
    items(order, words),
    details(order, words),
  );
}

/** When it comes: the day now expected, else the day promised, else nothing. */
function promise(order, words) {
  if (order.state === 'delivered' || order.state === 'cancelled') return null;
  const day = order.expected_on ?? order.promised_on;
  if (!day) return null;
  const key = order.expected_on ? 'card.expected' : 'card.promised';
  return make('p', { class: 'order-day' }, words.t(key, { day: words.day(day) }));
}

function late(order, words) {
  if (!order.late) return null;
  const { days, reason } = order.late;
  const how = days === 1 ? words.t('card.late_one') : words.t('card.late', { days });
  return make('p', { class: 'order-late' }, make('strong', {}, how), reason ? ` · ${words.of(reason)}` : '');
}

function track(order, words) {
  const last = order.steps.map((step) => step.done).lastIndexOf(true);
  const rows = order.steps.map((step, index) =>
    make(
      'li',
      { class: 'step', 'data-done': String(step.done), 'aria-current': index === last ? 'step' : null },
      make('span', { class: 'step-text' }, words.of(step.text)),
      make('span', { class: 'visually-hidden' }, ` (${words.t(step.done ? 'card.done' : 'card.to_come')}) `),
      step.at ? make('time', { class: 'step-at', datetime: step.at }, words.moment(step.at)) : null,
    ),
  );
  return make('ol', { class: 'track', 'aria-label': words.t('card.steps') }, ...rows);
}

function items(order, words) {
  const rows = order.items.map((item) =>
    make(
      'li',
      {},
      make('span', { class: 'item-name' }, words.of(item.name)),
      make('span', { class: 'item-more' }, [item.options, item.quantity > 1 ? `×${item.quantity}` : ''].filter(Boolean).join(' ')),
    ),
  );
  return make('ul', { class: 'items' }, ...rows);
}

function details(order, words) {
  const facts = [];
  if (order.last_scan) {
    const { place, at } = order.last_scan;
    facts.push(words.t('card.scan', { place: words.of(place), at: words.moment(at) }));
  }
  if (order.carrier) facts.push(words.of(order.carrier));
  if (order.channel) facts.push(words.t('card.bought', { channel: words.of(order.channel) }));
  return make('p', { class: 'order-facts' }, facts.join(' · '));
}
