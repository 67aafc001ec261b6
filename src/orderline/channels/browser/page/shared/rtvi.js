/**
 * @module RTVI messages: what travels on the data channel. The line takes what any RTVI client sends; this page needs
 * only a few of them.
 * @typedef {{id?: string, label: string, type: string, data?: any}} RtviMessage
 */

const LABEL = 'rtvi-ai';
const VERSION = '2.2.0';
let sent = 0;

/**
 * The first message: this page can hear and show.
 * @returns {string}
 */
export function clientReady() {
  return message('client-ready', { version: VERSION, about: { library: 'orderline-phone' } });
}

/**
 * Something the caller did.
 * @param {'key'|'hang_up'|'language'} what
 * @param {object} [details]
 * @returns {string}
 */
export function clientMessage(what, details) {
  return message('client-message', details ? { t: what, d: details } : { t: what });
}

/**
 * Read one message; null for anything that is not RTVI.
 * @param {unknown} text
 * @returns {RtviMessage|null}
 */
export function readMessage(text) {
  if (typeof text !== 'string') return null;
  try {
    const read = JSON.parse(text);
    return read?.label === LABEL && typeof read.type === 'string' ? read : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} type
 * @param {object} data
 */
function message(type, data) {
  sent += 1;
  return JSON.stringify({ id: String(sent), label: LABEL, type, data });
}
