/**
 * @module What the page says about the line itself: which engines answer, an order to try, and whether it is full.
 * @typedef {{port: string, engine: string, why: string, languages: string[]}} Engine
 * @typedef {{say_en: string, say_zh: string, number: string, phone_tail: string}} Demo
 * @typedef {{engines: Engine[], calls: number, max_calls: number, language: string, demo: Demo[]}} LineFacts
 */

import { make } from '../shared/elements.js';

const SHORT_PORTS = ['recognition', 'synthesis'];

/**
 * Which engines hear and speak, in a few words; opened, every engine and why it was chosen.
 * @param {LineFacts} facts
 * @param {import('../shared/words.js').Words} words
 * @returns {HTMLElement}
 */
export function engines(facts, words) {
  const short = facts.engines.filter((engine) => SHORT_PORTS.includes(engine.port));
  return make(
    'details',
    {},
    make('summary', {}, ...short.map((engine) => make('span', { class: 'engine' }, named(engine, words)))),
    make('ul', {}, ...facts.engines.map((engine) => make('li', {}, make('strong', {}, named(engine, words)), ` ${engine.why}`))),
  );
}

/** "Hearing: pocketsphinx (English only)". A port without words of its own shows its name. */
function named(engine, words) {
  const key = `engine.${engine.port}`;
  const port = key in words.table ? words.t(key) : engine.port;
  const only = engine.languages?.length === 1 ? ` (${words.t(`engine.only.${engine.languages[0]}`)})` : '';
  return `${port}: ${engine.engine}${only}`;
}

/**
 * A sentence to say and an order to say it about.
 * @param {LineFacts} facts
 * @param {import('../shared/words.js').Words} words
 * @returns {HTMLElement[]} empty where the shop has no demo
 */
export function hint(facts, words) {
  const [demo] = facts.demo ?? [];
  if (!demo) return [];
  const said = words.language === 'zh' ? demo.say_zh : demo.say_en;
  return [
    make('p', { class: 'hint-title' }, words.t('hint.title')),
    make('p', { class: 'hint-say' }, `“${said}”`),
    make('dl', { class: 'hint-facts' }, ...pair(words.t('hint.number'), demo.number), ...pair(words.t('hint.phone'), demo.phone_tail)),
  ];
}

/** @param {LineFacts} facts */
export function isFull(facts) {
  return facts.calls >= facts.max_calls;
}

function pair(label, value) {
  return [make('dt', {}, label), make('dd', {}, value)];
}
