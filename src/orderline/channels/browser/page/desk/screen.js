/** @module What the desk shows: the list, the open card, what was said, and which buttons there are. */

import { byId, clock, make, write } from '../shared/elements.js';
import { briefing } from './briefing.js';
import { knownTrouble } from './words.js';

export class DeskScreen {
  /**
   * @param {import('./line.js').DeskLine} line
   * @param {import('./leg.js').Leg} leg
   * @param {import('./bell.js').Bell} bell
   * @param {import('./queue_list.js').QueueList} list
   * @param {import('./transcript.js').Transcript} transcript
   * @param {import('../shared/words.js').Words} words
   */
  constructor(line, leg, bell, list, transcript, words) {
    Object.assign(this, { line, leg, bell, list, transcript, words });
    this.root = byId('desk');
    /** @type {import('./line.js').DeskCard[]} */
    this.cards = [];
    this.chosen = '';
    /** @type {string[]} */
    this.notice = [];
    setInterval(() => this.showLeg(), 500);
  }

  /** The call that is open, if it is still there. */
  get card() {
    return this.cards.find((card) => card.call_id === this.chosen);
  }

  /** The calls that ring. */
  get ringing() {
    return this.cards.filter((card) => card.status === 'ringing');
  }

  draw() {
    const { words, line, card } = this;
    this.root.dataset.line = line.state;
    this.root.dataset.callId = this.chosen;
    write(byId('line-state'), words.t(`line.${line.state}`));
    write(byId('queue-title'), words.t('queue.title', { count: this.ringing.length }));
    byId('nobody').hidden = this.cards.length > 0;
    this.list.show(this.cards, this.chosen);
    byId('card').hidden = byId('transcript').hidden = !card;
    byId('card').replaceChildren(...(card ? briefing(card, words) : []));
    if (card) this.transcript.show(card);
    document.title = this.ringing.length ? words.t('title.ringing', { count: this.ringing.length }) : words.t('title');
    this.showActions();
    this.showLeg();
    this.showBell();
    this.showNotice();
  }

  showActions() {
    const { card, leg } = this;
    const mine = card?.status === 'mine';
    byId('actions').hidden = !card || card.status === 'taken';
    byId('pick-up').hidden = mine;
    byId('pick-up').disabled = leg.state !== 'none' || this.line.state !== 'open';
    byId('give-back').hidden = byId('hang-up').hidden = byId('mute').hidden = !mine;
    byId('mute').disabled = leg.state !== 'connected';
    byId('mute').setAttribute('aria-pressed', String(leg.muted));
    write(byId('mute-label'), this.words.t(leg.muted ? 'mute.off' : 'mute.on'));
    byId('meter').hidden = !leg.stream;
  }

  showLeg() {
    const { leg, words } = this;
    this.root.dataset.leg = leg.state;
    this.root.dataset.muted = String(leg.muted);
    write(byId('leg-state'), this.legWords(leg, words));
    write(byId('leg-time'), this.legTime(leg));
  }

  legWords(leg, words) {
    if (leg.state === 'none') return words.t('card.waiting');
    if (leg.state === 'microphone') return words.t('leg.microphone');
    if (leg.state !== 'connected') return words.t('leg.connecting');
    if (leg.shaky) return words.t('leg.shaky');
    return words.t(leg.muted ? 'leg.muted' : 'leg.connected');
  }

  /** How long the caller has waited, or how long the two have talked. */
  legTime(leg) {
    if (leg.state === 'connected') return clock(leg.seconds);
    return this.card ? clock(this.list.waited(this.card)) : '';
  }

  showBell() {
    write(byId('bell'), this.words.t(this.bell.audible ? 'bell.on' : 'bell.off'));
    byId('bell').setAttribute('aria-pressed', String(this.bell.audible));
    this.bell.ring(this.ringing.length > 0 && this.leg.state === 'none');
  }

  showNotice() {
    const place = byId('notice');
    const [what, ...rest] = this.notice.map((key) => this.words.t(key));
    const key = this.notice.join('|') + this.words.language;
    if (place.dataset.said === key) return;
    place.dataset.said = key;
    place.hidden = !what;
    place.replaceChildren(...(what ? [make('strong', {}, what), ...rest.map((text) => make('span', {}, text))] : []));
  }

  /**
   * Say what is wrong; nothing takes it away.
   * @param {string|null} kind
   */
  complain(kind) {
    this.notice = kind ? [`trouble.${knownTrouble(kind)}`, `trouble.${knownTrouble(kind)}.do`] : [];
    this.root.dataset.trouble = kind ?? '';
  }

  /**
   * Say how a call ended.
   * @param {string} why
   */
  tellReleased(why) {
    const key = `released.${why}`;
    this.notice = key in this.words.table ? [key] : [];
  }
}
