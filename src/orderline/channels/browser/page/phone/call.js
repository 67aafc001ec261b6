/**
 * @module One call, from the press of the button to the end: asks for the microphone, connects, and turns what the line
 * says into events. It knows no element of the page.
 *
 *     idle -> microphone -> connecting -> listening <-> thinking <-> speaking -> ended
 *                                             \-> ringing -> with_person -/        failed: `trouble` says why
 */

import { fetchToken } from '../shared/api.js';
import { closeStream, openMicrophone } from '../shared/microphone.js';
import { Peer } from '../shared/peer.js';
import { clientMessage, clientReady, readMessage } from '../shared/rtvi.js';

const CHANNEL = 'chat';
const SLOW_MS = 4_000;
const GIVE_UP_MS = 15_000;
const LET_GO_MS = 400;

/** States that the line tells of. */
const STATES = ['listening', 'thinking', 'speaking', 'with_person', 'ended'];

/**
 * Fires `state`, `microphone` and `voice` (`detail` is a stream), `caption`, `order`, `handoff`, `language`, `line`
 * (`shaky` or `steady`), and `slow`.
 */
export class Call extends EventTarget {
  constructor() {
    super();
    this.state = 'idle';
    this.expect = 'nothing';
    this.callId = '';
    this.trouble = null;
    this.muted = false;
    this.startedAt = 0;
    this.endedAt = 0;
    this.peer = null;
    this.stream = null;
    this.timers = [];
    this.attempt = 0;
    this.language = 'en';
  }

  /** Whether there is a call, or one being placed. */
  get open() {
    return !['idle', 'ended', 'failed'].includes(this.state);
  }

  /** Seconds since the caller and the line could hear each other. */
  get seconds() {
    return this.startedAt ? ((this.endedAt || Date.now()) - this.startedAt) / 1000 : 0;
  }

  /**
   * Place the call.
   * @param {import('../shared/words.js').Language} language
   */
  async place(language) {
    if (this.open) return;
    this.attempt += 1;
    const attempt = this.attempt;
    Object.assign(this, { trouble: null, callId: '', startedAt: 0, endedAt: 0, muted: false, expect: 'nothing', language });
    this.become('microphone');
    try {
      const stream = await openMicrophone();
      if (attempt !== this.attempt || !this.open) return closeStream(stream);
      this.stream = stream;
      this.tell('microphone', stream);
      this.become('connecting');
      await this.connect(language);
    } catch (fault) {
      if (attempt === this.attempt) this.fail(fault.kind ?? 'refused', fault.words);
    }
  }

  /** @param {import('../shared/words.js').Language} language */
  async connect(language) {
    this.timers.push(setTimeout(() => this.tell('slow'), SLOW_MS));
    this.timers.push(setTimeout(() => this.fail('no_connection'), GIVE_UP_MS));
    const token = await fetchToken('call');
    if (!this.open) return;
    const peer = new Peer(this.stream);
    this.peer = peer;
    peer.addEventListener('voice', (event) => this.tell('voice', event.detail));
    peer.addEventListener('connected', () => this.connected());
    peer.addEventListener('shaky', () => this.tell('line', 'shaky'));
    peer.addEventListener('steady', () => this.tell('line', 'steady'));
    peer.addEventListener('lost', () => this.fail(this.startedAt ? 'dropped' : 'no_connection'));
    peer.addEventListener('open', () => peer.send(clientReady()));
    peer.addEventListener('message', (event) => this.heed(event.detail));
    peer.openChannel(CHANNEL);
    const answer = await peer.call('/api/offer', token, { language });
    this.callId = answer.call_id ?? '';
    this.tell('state');
  }

  /** Both sides can hear each other. */
  connected() {
    this.clearTimers();
    if (this.startedAt) return;
    this.startedAt = Date.now();
    if (this.state === 'connecting') this.become('listening');
  }

  /** @param {string} key one of `0`-`9`, `*`, `#` */
  press(key) {
    this.peer?.send(clientMessage('key', { key }));
  }

  /**
   * Go on in another language; the line already knows its own choice.
   * @param {import('../shared/words.js').Language} language
   */
  speak(language) {
    if (language === this.language || !this.open) return;
    this.language = language;
    this.peer?.send(clientMessage('language', { language }));
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
    this.tell('state');
  }

  /** End the call; the line is told before the sound goes. */
  hangUp() {
    if (!this.open) return;
    const peer = this.peer;
    peer?.send(clientMessage('hang_up'));
    this.peer = null;
    setTimeout(() => peer?.close(), LET_GO_MS);
    this.finish('ended');
  }

  /**
   * The call cannot go on.
   * @param {string} kind
   * @param {import('../shared/api.js').ServerWords} [words]
   */
  fail(kind, words) {
    if (!this.open) return;
    this.trouble = { kind, words: words ?? {} };
    this.finish('failed');
  }

  /** @param {unknown} text */
  heed(text) {
    const message = readMessage(text);
    if (!message) return;
    if (message.type === 'server-message') this.follow(message.data ?? {});
    else if (message.type === 'bot-started-speaking') this.hearLine(true);
    else if (message.type === 'bot-stopped-speaking') this.hearLine(false);
  }

  /** The line's own account of its state wins; these two events only fill the time until it comes. */
  hearLine(speaking) {
    if (speaking && ['listening', 'thinking'].includes(this.state)) this.become('speaking');
    else if (!speaking && this.state === 'speaking') this.become('listening');
  }

  /** @param {Record<string, any>} data a `server-message` */
  follow(data) {
    if (data.kind === 'caption') this.tell('caption', data);
    else if (data.kind === 'order_card') this.tell('order', data.order);
    else if (data.kind === 'language') this.followLanguage(data.language);
    else if (data.kind === 'state') this.followState(data);
    else if (data.kind === 'handoff') this.followHandoff(data);
    else if (data.kind === 'ended') this.followEnd(data);
  }

  /** @param {import('../shared/words.js').Language} language what the line goes on in */
  followLanguage(language) {
    this.language = language;
    this.tell('language', language);
  }

  followState(data) {
    if (!this.open || !STATES.includes(data.state)) return;
    this.expect = data.expect ?? this.expect;
    if (data.state === 'ended') this.finish('ended');
    else this.become(data.state);
  }

  followHandoff(data) {
    if (!this.open) return;
    if (data.status === 'ringing') this.become('ringing');
    if (data.status === 'connected') this.become('with_person');
    if (data.status === 'ended' || data.status === 'nobody') this.become('listening');
    this.tell('handoff', data);
  }

  /** The line ends the call: an error or a full line is trouble, anything else a goodbye. */
  followEnd(data) {
    if (data.reason === 'full' || data.reason === 'error') {
      this.fail(data.reason === 'full' ? 'full' : 'dropped', { said: data.text });
    } else if (this.open) {
      this.finish('ended');
    }
  }

  /** @param {'ended'|'failed'} state */
  finish(state) {
    this.clearTimers();
    this.endedAt = Date.now();
    this.peer?.close();
    this.peer = null;
    closeStream(this.stream);
    this.stream = null;
    this.become(state);
  }

  clearTimers() {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
  }

  /** @param {string} state */
  become(state) {
    this.state = state;
    this.tell('state');
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
