/** @module The keypad: a way out of every number that is misheard. Its keys are also the keyboard's own, in a call. */

import { make } from '../shared/elements.js';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const NAMED = { '*': 'keypad.star', '#': 'keypad.hash' };
const SHOWN = 12;

/** Fires `press` (`detail` is the key). */
export class Keypad extends EventTarget {
  /**
   * @param {HTMLElement} panel
   * @param {HTMLButtonElement} toggle the button that opens and closes it
   * @param {import('../shared/words.js').Words} words
   */
  constructor(panel, toggle, words) {
    super();
    Object.assign(this, { panel, toggle, words });
    this.typed = make('output', { class: 'typed' });
    this.buttons = KEYS.map((key) => this.key(key));
    panel.append(this.typed, ...this.buttons);
    toggle.addEventListener('click', () => this.open(panel.hidden));
    panel.addEventListener('keydown', (event) => this.leave(event));
    words.addEventListener('change', () => this.name());
    this.name();
  }

  /** @param {boolean} open */
  open(open) {
    this.panel.hidden = !open;
    this.toggle.setAttribute('aria-expanded', String(open));
    if (open) this.buttons[0].focus();
  }

  /** Begin with nothing typed. */
  clear() {
    this.typed.textContent = '';
    this.open(false);
  }

  /** @param {string} key */
  press(key) {
    this.typed.textContent = (this.typed.textContent + key).slice(-SHOWN);
    const button = this.buttons[KEYS.indexOf(key)];
    button.classList.add('pressed');
    setTimeout(() => button.classList.remove('pressed'), 150);
    this.dispatchEvent(new CustomEvent('press', { detail: key }));
  }

  /**
   * Take a key of the keyboard as one of ours; true where it was one.
   * @param {KeyboardEvent} event
   */
  take(event) {
    if (!KEYS.includes(event.key) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false;
    this.press(event.key);
    return true;
  }

  /** @param {string} key */
  key(key) {
    const button = make('button', { type: 'button', class: 'key', 'data-key': key }, key);
    button.addEventListener('click', () => this.press(key));
    return button;
  }

  /** @param {KeyboardEvent} event */
  leave(event) {
    if (event.key !== 'Escape') return;
    this.open(false);
    this.toggle.focus();
  }

  name() {
    this.typed.setAttribute('aria-label', this.words.t('keypad.typed'));
    for (const button of this.buttons) {
      const named = NAMED[button.dataset.key];
      if (named) button.setAttribute('aria-label', this.words.t(named));
    }
  }
}
