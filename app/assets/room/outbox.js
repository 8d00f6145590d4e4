// What was written here and is not confirmed. It survives reloads, goes out in order, and leaves only when the server
// has it or the person discards it.
import { Refused } from "./errors.js";
import { Kept } from "./kept.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {"sending" | "failed" | "gone"} State */

const PATIENCE = 6000; // how long "Sending…" is honest
const SLOWEST = 30000;

export class Outbox {
  /**
   * @param {{
   *   place: string,
   *   store: import("./types.js").Store,
   *   post: (item: Item) => Promise<import("./types.js").Answer>,
   *   show: (item: Item, state: State) => void,
   *   sent: (item: Item, answer: import("./types.js").Answer) => void,
   *   alone: (work: () => Promise<void>) => Promise<void>,
   *   newKey: () => string,
   *   patience?: number,
   * }} parts
   */
  constructor({ place, store, post, show, sent, alone, newKey, patience = PATIENCE }) {
    this.place = place;
    this.kept = new Kept(store, place);
    this.post = post;
    this.show = show;
    this.sent = sent;
    this.alone = alone;
    this.newKey = newKey;
    this.patience = patience;
    this.open = false; // until the room is entered nothing goes out
    this.flushing = false;
    this.asked = false;
    this.tries = 0;
    this.timer = 0;
  }

  get waiting() {
    return this.kept.items.filter((item) => !item.refused);
  }

  async load() {
    const found = await this.kept.load();
    found.forEach((item) => (item.refused ? this.show(item, "failed") : this.begin(item)));
    await this.flush();
  }

  /** @param {Pick<Item, "body" | "reply_to" | "quoted" | "anonymous" | "thread">} said */
  async add(said) {
    const item = { ...said, key: this.newKey(), place: this.place, at: this.kept.nextAt() };
    const stored = this.kept.put(item);
    this.begin(item);
    await stored;
    await this.flush();
  }

  /** "Sending…" for a while, and then the truth, though it will still be tried. @param {Item} item */
  begin(item) {
    item.overdue = false;
    this.show(item, "sending");
    clearTimeout(item.timer);
    item.timer = Number(setTimeout(() => this.admit(item, true), this.patience));
  }

  /** @param {Item} item @param {boolean} [overdue] */
  admit(item, overdue = item.overdue) {
    item.overdue = overdue;
    if (overdue && this.kept.items.includes(item)) this.show(item, "failed");
  }

  /** @param {string} key */
  async retry(key) {
    const item = this.kept.find(key);
    if (!item) return;
    if (item.code === "conflict") await this.rename(item);
    delete item.refused;
    delete item.code;
    this.begin(item);
    await this.kept.put(item);
    await this.flush();
  }

  /** Its key belongs to something else already. @param {Item} item */
  async rename(item) {
    await this.kept.forget(item.key);
    this.show(item, "gone");
    item.key = this.newKey();
  }

  /** @param {string} key */
  async discard(key) {
    const item = this.kept.find(key);
    if (!item) return;
    this.kept.drop(item);
    this.show(item, "gone");
    await this.kept.forget(key);
  }

  async flush() {
    this.asked = true;
    if (this.flushing || !this.open) return;
    this.flushing = true;
    try {
      while (this.asked) {
        this.asked = false;
        if (this.waiting.length) await this.alone(() => this.sendAll());
      }
    } finally {
      this.flushing = false;
    }
  }

  async sendAll() {
    const gone = await this.kept.reconcile();
    gone.forEach((item) => this.show(item, "gone"));
    for (const item of this.waiting) {
      if (!this.open || !(await this.trySending(item))) return;
    }
    this.tries = 0;
  }

  /** @param {Item} item @returns {Promise<boolean>} whether the next may follow */
  async trySending(item) {
    if (!this.kept.items.includes(item)) return true; // discarded meanwhile
    let answer;
    try {
      answer = await this.post(item);
    } catch (error) {
      return this.failed(item, error);
    }
    this.kept.drop(item);
    this.sent(item, answer);
    await this.kept.forget(item.key);
    return true;
  }

  /** @param {Item} item @param {unknown} error */
  async failed(item, error) {
    if (!this.kept.items.includes(item)) return true;
    if (error instanceof Refused && !error.passing) {
      item.refused = error.message;
      item.code = error.code;
      this.show(item, "failed");
      await this.kept.put(item);
      return true;
    }
    this.admit(item);
    this.again(error instanceof Refused ? error.retryAfter * 1000 : 0);
    return false;
  }

  /** @param {number} wanted */
  again(wanted) {
    const growing = Math.min(SLOWEST, 1000 * 2 ** this.tries++);
    clearTimeout(this.timer);
    this.timer = Number(setTimeout(() => this.flush(), Math.max(wanted, growing)));
  }
}
