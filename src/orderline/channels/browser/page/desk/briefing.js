/**
 * @module The open call on one card: who, what for, why a person, what was tried, what was heard, and the order.
 * @typedef {import('./line.js').DeskCard} DeskCard
 */

import { make } from '../shared/elements.js';
import { orderCard } from '../shared/order_card.js';
import { whoIs } from './queue_list.js';

/**
 * @param {DeskCard} card
 * @param {import('../shared/words.js').Words} words
 * @returns {HTMLElement[]}
 */
export function briefing(card, words) {
  return [
    make(
      'header',
      { class: 'card-head' },
      make('div', {}, make('h2', { id: 'card-title' }, words.of(card.wants)), make('p', { class: 'card-who' }, who(card, words))),
      make('p', { class: 'pill' }, words.t(`language.${card.language}`)),
    ),
    make('dl', { class: 'card-facts' }, ...facts(card, words)),
    card.order ? orderCard(card.order, words) : null,
  ].filter(Boolean);
}

function who(card, words) {
  const name = whoIs(card, words);
  if (!card.who.verified) return name;
  const how = card.who.how.map((factor) => words.t(`how.${factor}`)).join(words.t('how.and'));
  return `${name} · ${words.t('who.verified', { how })}`;
}

function facts(card, words) {
  const rows = [...row(words.t('card.reason'), [words.of(card.reason)])];
  rows.push(...row(words.t('card.tried'), card.tried.map((text) => words.of(text))));
  rows.push(...card.facts.flatMap(({ label, value }) => row(words.of(label), [value])));
  if (card.confidence != null) rows.push(...row(words.t('card.confidence'), [`${Math.round(card.confidence * 100)}%`]));
  return rows;
}

/** One labelled fact; nothing where there is nothing to say. */
function row(label, values) {
  return values.length ? [make('dt', {}, label), ...values.map((value) => make('dd', {}, value))] : [];
}
