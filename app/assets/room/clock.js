// Times as the reader's own clock and calendar show them.
export class Clock {
  /** @param {string} lang @param {string} [zone] the the zone the person chose; the browser's where there is none */
  constructor(lang, zone) {
    const place = { timeZone: zone || undefined };
    const tongue = lang === "en" ? "en-GB" : lang;
    this.hours = new Intl.DateTimeFormat(tongue, { ...place, hour: "2-digit", minute: "2-digit" });
    this.days = new Intl.DateTimeFormat(tongue, { ...place, weekday: "long", day: "numeric", month: "long" });
    this.keys = new Intl.DateTimeFormat("sv-SE", { ...place, year: "numeric", month: "2-digit", day: "2-digit" });
  }

  /** @param {Date} at */
  time(at) {
    return this.hours.format(at);
  }

  /** One word per calendar day, such as 2026-11-22. @param {Date} at */
  day(at) {
    return this.keys.format(at);
  }

  /** @param {Date} at @param {import("./words.js").Words} words */
  dayName(at, words, now = new Date()) {
    const yesterday = new Date(now.getTime() - 86400000);
    if (this.day(at) === this.day(now)) return words.say("today");
    if (this.day(at) === this.day(yesterday)) return words.say("yesterday");
    return this.days.format(at).replace(",", "");
  }
}
