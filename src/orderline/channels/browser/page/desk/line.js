/**
 * @module The desk's connection to the line: opens, reads, and opens again when it is cut.
 * @typedef {import('../shared/order_card.js').Order} Order
 * @typedef {import('../shared/words.js').Bilingual} Bilingual
 * @typedef {object} DeskCard
 * @property {string} call_id
 * @property {number} since_s
 * @property {'ringing'|'taken'|'mine'} status
 * @property {'en'|'zh'} language
 * @property {{name_masked: string, verified: boolean, how: string[]}} who
 * @property {Bilingual} wants
 * @property {Bilingual} reason
 * @property {Bilingual[]} tried
 * @property {{label: Bilingual, value: string}[]} facts
 * @property {number|null} confidence
 * @property {Order|null} order
 * @property {{who: string, text: string, at_s: number}[]} transcript
 */

import { fetchToken } from '../shared/api.js';

const BAD_TOKEN = 4401;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const KEPT_AS = 'orderline.desk.key';

/**
 * Fires `state`, and each message of the line under its own type: `queue`, `caption`, `bridged`, `released`, `error`
 * (`detail` is the message). `trouble` (`detail` is the kind) says why there is no connection.
 */
export class DeskLine extends EventTarget {
  constructor() {
    super();
    this.state = 'closed';
    this.token = '';
    this.wait = FIRST_WAIT_MS;
    this.socket = null;
    this.timer = 0;
    this.key = keyFromAddress() ?? kept();
  }

  /** @param {string} [key] the desk's key, where somebody has just entered it */
  async open(key) {
    if (key !== undefined) this.key = key;
    clearTimeout(this.timer);
    this.become('connecting');
    try {
      this.token = await fetchToken('desk', this.key);
    } catch (fault) {
      return this.failed(fault.kind ?? 'gone');
    }
    keep(this.key);
    const address = new URL('/api/desk/ws', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('token', this.token);
    this.socket = new WebSocket(address);
    this.socket.addEventListener('open', () => this.opened());
    this.socket.addEventListener('message', (event) => this.read(event.data));
    this.socket.addEventListener('close', (event) => this.failed(event.code === BAD_TOKEN ? 'key' : 'gone'));
  }

  opened() {
    this.wait = FIRST_WAIT_MS;
    this.become('open');
  }

  /**
   * Ask the line for something about a call.
   * @param {'pick_up'|'give_back'|'hang_up'} type
   * @param {string} callId
   */
  ask(type, callId) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type, call_id: callId }));
  }

  /** @param {string} text */
  read(text) {
    const message = JSON.parse(text);
    this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
  }

  /** Say why, and try again later; a wrong key waits for the right one. */
  failed(kind) {
    this.become('closed');
    this.dispatchEvent(new CustomEvent('trouble', { detail: kind }));
    if (kind === 'key' || kind === 'forbidden') return;
    this.timer = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  /** @param {'closed'|'connecting'|'open'} state */
  become(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state'));
  }
}

/** The key in `/desk#key=…`; it is taken out of the address, where others could read it. */
function keyFromAddress() {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key) history.replaceState(null, '', location.pathname);
  return key;
}

/** The key of this tab, so that a reload does not ask for it again. */
function kept() {
  try {
    return sessionStorage.getItem(KEPT_AS) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} key */
function keep(key) {
  try {
    if (key) sessionStorage.setItem(KEPT_AS, key);
  } catch {
    // A browser that keeps nothing asks again after a reload.
  }
}
