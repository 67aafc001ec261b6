/**
 * @module The line's HTTP routes, and what went wrong as a kind that the page has words for.
 * @typedef {{what?: string, means?: string, do?: string}} ServerWords
 */

const ANSWER_MS = 10_000;

/** Why a request did not work. `kind`: `gone`, `late`, `forbidden`, `key`, `too_many`, `full`, `refused`. */
export class LineError extends Error {
  /**
   * @param {string} kind
   * @param {ServerWords} [words] what the line itself said about it
   */
  constructor(kind, words = {}) {
    super(kind);
    this.kind = kind;
    this.words = words;
  }
}

/** @returns {Promise<object>} engines, calls at once, and the demo orders */
export function readLine() {
  return ask('GET', '/api/line');
}

/**
 * A token for one call, or for one open desk.
 * @param {'call'|'desk'} purpose
 * @param {string} [key] the desk's key, where the shop has set one
 * @returns {Promise<string>}
 */
export async function fetchToken(purpose, key) {
  const answer = await ask('POST', '/api/token', key ? { for: purpose, key } : { for: purpose });
  return answer.token;
}

/**
 * Send a session description and get the answer.
 * @param {string} path
 * @param {string} token
 * @param {object} offer
 */
export function sendOffer(path, token, offer) {
  return ask('POST', path, offer, { Authorization: `Bearer ${token}` });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {Record<string, string>} [headers]
 */
async function ask(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body ? { ...headers, 'Content-Type': 'application/json' } : headers,
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(ANSWER_MS),
      cache: 'no-store',
    });
  } catch (fault) {
    throw new LineError(fault.name === 'TimeoutError' ? 'late' : 'gone');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new LineError(kindOf(response.status), answer.error);
  return answer;
}

/** @param {number} status */
function kindOf(status) {
  if (status === 401) return 'key';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'too_many';
  if (status === 503) return 'full';
  if (status >= 500) return 'gone';
  return 'refused';
}
