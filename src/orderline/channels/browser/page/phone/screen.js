/** @module What the page shows for each state of a call. */

import { byId, clock, make, write } from '../shared/elements.js';
import { engines, hint, isFull } from './line_facts.js';
import { knownTrouble } from './words.js';

/** States in which the two sides can hear each other. */
const IN_CALL = ['listening', 'thinking', 'speaking', 'ringing', 'with_person'];

export class Screen {
  /**
   * @param {import('./call.js').Call} call
   * @param {import('../shared/words.js').Words} words
   */
  constructor(call, words) {
    Object.assign(this, { call, words });
    this.root = byId('phone');
    this.facts = null;
    this.shaky = false;
    this.slow = false;
    /** @type {{status: string, position?: number, person?: string}|null} */
    this.handoff = null;
    this.quiet = false;
    this.unreachable = false;
    setInterval(() => this.showTimer(), 500);
  }

  /** Show the state of the call, whatever it is. */
  draw() {
    const { state } = this.call;
    const talking = IN_CALL.includes(state);
    this.root.dataset.state = state;
    this.root.dataset.callId = this.call.callId;
    this.root.dataset.expect = this.call.expect;
    this.root.dataset.muted = String(this.call.muted);
    write(byId('headline'), this.words.t(`headline.${this.headline()}`));
    write(byId('status'), this.status());
    byId('call').hidden = this.call.open;
    write(byId('call-label'), this.words.t(this.callLabel()));
    byId('controls').hidden = !this.call.open;
    byId('talk').hidden = !talking && !byId('captions').hasChildNodes();
    byId('keys').disabled = !talking;
    byId('mute').disabled = !talking;
    byId('mute').setAttribute('aria-pressed', String(this.call.muted));
    write(byId('mute-label'), this.words.t(this.call.muted ? 'mute.off' : 'mute.on'));
    document.title = talking ? `${this.words.t(`headline.${this.headline()}`)} · orderline` : 'orderline';
    this.showTimer();
    this.showNotice();
    this.showLine();
  }

  headline() {
    if (this.call.state === 'microphone') return 'connecting';
    if (this.call.state === 'failed') return this.call.startedAt ? 'ended' : 'idle';
    return this.call.state;
  }

  callLabel() {
    if (this.call.state === 'ended') return 'call.again';
    return this.call.state === 'failed' ? 'call.try_again' : 'call.start';
  }

  /** One sentence under the headline: the most pressing thing to know. */
  status() {
    const { call, words, handoff } = this;
    if (call.state === 'idle') return words.t('status.idle');
    if (call.state === 'microphone') return words.t('status.microphone');
    if (call.state === 'connecting') return words.t(this.slow ? 'status.slow' : 'status.connecting');
    if (call.state === 'ended') return words.t('status.ended', { time: clock(call.seconds) });
    if (call.state === 'failed') return '';
    if (this.shaky) return words.t('status.shaky');
    if (call.muted) return words.t('status.muted');
    if (call.state === 'ringing') return handoff?.position ? words.t('status.place', { position: handoff.position }) : '';
    if (call.state === 'with_person') return words.t('status.person', { person: handoff?.person || words.t('person.unnamed') });
    if (handoff?.status === 'nobody') return words.t('status.nobody');
    if (call.state === 'listening' && call.expect !== 'nothing') return words.t(`expect.${call.expect}`);
    return '';
  }

  showTimer() {
    const timer = byId('timer');
    timer.hidden = !IN_CALL.includes(this.call.state);
    write(timer, clock(this.call.seconds));
  }

  /** What went wrong and what to do about it; or that the line is full before anybody calls. */
  showNotice() {
    const notice = byId('notice');
    const sentences = this.trouble();
    const key = sentences.join('|');
    if (notice.dataset.said === key) return;
    notice.dataset.said = key;
    notice.dataset.trouble = this.call.trouble?.kind ?? '';
    notice.hidden = sentences.length === 0;
    const [what, ...rest] = sentences;
    notice.replaceChildren(...(what ? [make('strong', {}, what), ...rest.map((text) => make('span', {}, text))] : []));
  }

  /** @returns {string[]} */
  trouble() {
    const { trouble, state } = this.call;
    if (state === 'failed' && trouble) {
      const kind = knownTrouble(trouble.kind) ? trouble.kind : 'refused';
      const said = this.words.of(trouble.words.said) || (kind === 'refused' && this.words.language === 'en' ? trouble.words.what : '');
      return [said || this.words.t(`trouble.${kind}`), this.words.t(`trouble.${kind}.do`)];
    }
    if (this.quiet) return [this.words.t('trouble.no_sound'), this.words.t('trouble.no_sound.do')];
    if (state === 'idle' && this.unreachable) return [this.words.t('trouble.gone'), this.words.t('trouble.gone.do')];
    if (state === 'idle' && this.facts && isFull(this.facts)) return [this.words.t('busy.title'), this.words.t('busy.do')];
    return [];
  }

  /** The line's engines, and the hint for somebody who has not called yet. */
  showLine() {
    if (!this.facts) return;
    const footer = byId('engines');
    if (footer.lang !== this.words.language) {
      footer.lang = this.words.language;
      footer.hidden = false;
      footer.replaceChildren(engines(this.facts, this.words));
    }
    const hints = hint(this.facts, this.words);
    const place = byId('hint');
    place.hidden = hints.length === 0 || this.call.state !== 'idle';
    place.replaceChildren(...hints);
  }
}
