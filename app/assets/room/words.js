// Every word the script says comes from the page, where gettext put it.
export class Words {
  /**
   * @param {Record<string, string | string[]>} texts a list holds the forms for 1, 2 and 5
   * @param {string} lang
   */
  constructor(texts, lang) {
    this.texts = texts;
    this.rules = new Intl.PluralRules(lang);
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  say(key, values = {}) {
    return fill(String(this.texts[key]), values);
  }

  /** @param {string} key @param {number} n */
  count(key, n) {
    const forms = this.texts[key];
    const same = [1, 2, 5].findIndex((sample) => this.rules.select(sample) === this.rules.select(n));
    return fill(forms[same < 0 ? 2 : same], { n });
  }
}

/** @param {string} text @param {Record<string, string | number>} values */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
