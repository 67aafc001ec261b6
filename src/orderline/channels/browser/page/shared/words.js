/**
 * @module The page's language: one choice for the whole page, remembered, and every word read from a table.
 * @typedef {'en'|'zh'} Language
 * @typedef {{en: string, zh: string}} Bilingual
 */

const KEPT_AS = 'orderline.language';
const TAGS = { en: 'en', zh: 'zh-CN' };

/** A page's words, and the language they are shown in. Fires `change`. */
export class Words extends EventTarget {
  /** @param {Record<string, Bilingual>} table every key in every language */
  constructor(table) {
    super();
    this.table = table;
    /** @type {Language} */
    this.language = remembered() ?? fromBrowser();
  }

  /**
   * The words for `key`, with `{name}` filled from `values`.
   * @param {string} key
   * @param {Record<string, string|number>} [values]
   */
  t(key, values = {}) {
    const words = this.table[key];
    if (!words) throw new Error(`no words for ${key}`);
    return words[this.language].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
  }

  /**
   * The side of a bilingual text that is being shown; empty where there is none.
   * @param {Bilingual|null|undefined} text
   */
  of(text) {
    return text ? text[this.language] || text.en : '';
  }

  /** @param {Language} language */
  choose(language) {
    if (language === this.language) return;
    this.language = language;
    try {
      localStorage.setItem(KEPT_AS, language);
    } catch {
      // A browser that keeps nothing still shows the language that was chosen.
    }
    this.apply(document);
    this.dispatchEvent(new Event('change'));
  }

  /**
   * Fill `data-t` with text and `data-t-label` with accessible names.
   * @param {ParentNode} root
   */
  apply(root) {
    document.documentElement.lang = TAGS[this.language];
    for (const node of root.querySelectorAll('[data-t]')) node.textContent = this.t(node.getAttribute('data-t'));
    for (const node of root.querySelectorAll('[data-t-label]')) {
      node.setAttribute('aria-label', this.t(node.getAttribute('data-t-label')));
    }
  }

  /**
   * A day, e.g. "Sunday 22 November".
   * @param {string} iso `YYYY-MM-DD`
   */
  day(iso) {
    const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' };
    return new Intl.DateTimeFormat(this.language === 'zh' ? 'zh-CN' : 'en-GB', options).format(new Date(`${iso}T12:00Z`));
  }

  /**
   * A moment in the reader's own time, e.g. "18 Nov, 16:05".
   * @param {string} iso
   */
  moment(iso) {
    const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
    return new Intl.DateTimeFormat(this.language === 'zh' ? 'zh-CN' : 'en-GB', options).format(new Date(iso));
  }
}

/**
 * Make a pair of buttons into the page's language choice.
 * @param {Words} words
 * @param {HTMLElement} group holds a `button[data-language]` for each language
 */
export function languageChoice(words, group) {
  const buttons = [...group.querySelectorAll('button[data-language]')];
  const show = () => {
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.language === words.language));
    }
  };
  for (const button of buttons) {
    button.addEventListener('click', () => words.choose(/** @type {Language} */ (button.dataset.language)));
  }
  words.addEventListener('change', show);
  show();
}

/** @returns {Language|null} */
function remembered() {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return kept === 'en' || kept === 'zh' ? kept : null;
  } catch {
    return null;
  }
}

/** @returns {Language} */
function fromBrowser() {
  const first = (navigator.languages ?? [navigator.language]).find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
