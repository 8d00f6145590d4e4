// What was written here and is not confirmed. It survives reloads, goes out in order, and leaves only when the server
// has it or the person discards it.
import { Refused } from "./errors.js";

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
   *   post: (item: Item) => Promise<{message: Message}>,
   *   show: (item: Item, state: State) => void,
   *   sent: (item: Item, answer: {message: Message}) => void,
   *   alone: (work: () => Promise<void>) => Promise<void>,
   *   newKey: () => string,
   * }} parts
   */
  constructor({ place, store, post, show, sent, alone, newKey }) {
    this.place = place;
    this.store = store;
    this.post = post;
    this.show = show;
    this.sent = sent;
    this.alone = alone;
    this.newKey = newKey;
    /** @type {Item[]} */
    this.items = [];
    this.tries = 0;
    this.flushing = false;
    this.asked = false;
    this.open = false; // until the room is entered nothing goes out
    this.timer = 0;
    /** @type {Set<string>} keys that reached the store; only of those does absence mean that another tab was there */
    this.safe = new Set();
  }

  get waiting() {
    return this.items.filter((item) => !item.refused);
  }

  async load() {
    const kept = ((await this.stored()) || []).sort((a, b) => a.at - b.at);
    const known = new Set(this.items.map((item) => item.key));
    const found = kept.filter((item) => !known.has(item.key));
    found.forEach((item) => this.safe.add(item.key));
    this.items.unshift(...found);
    found.forEach((item) => (item.refused ? this.show(item, "failed") : this.begin(item)));
  }

  /** @param {Pick<Item, "body" | "reply_to" | "quoted" | "anonymous" | "thread">} said */
  async add(said) {
    const last = this.items[this.items.length - 1];
    const at = Math.max(Date.now(), last ? last.at + 1 : 0); // two in one millisecond keep their order
    const item = { ...said, key: this.newKey(), place: this.place, at };
    this.items.push(item);
    this.begin(item);
    await this.keep(item);
    await this.flush();
  }

  /** "Sending…" for a while, and then the truth, though it will still be tried. @param {Item} item */
  begin(item) {
    item.since = Date.now();
    this.show(item, "sending");
    setTimeout(() => this.admit(item), PATIENCE);
  }

  /** @param {Item} item */
  admit(item) {
    const overdue = Date.now() - (item.since || 0) >= PATIENCE - 50;
    if (overdue && this.items.includes(item)) this.show(item, "failed");
  }

  /** A full or forbidden store must not keep a message from being sent. @param {Item} item */
  async keep(item) {
    try {
      await this.store.put(item);
      this.safe.add(item.key);
    } catch {
      this.store.durable = false;
    }
  }

  /** @returns {Promise<Item[] | null>} null where the store cannot be asked */
  stored() {
    return this.store.all(this.place).catch(() => null);
  }

  /** @param {string} key */
  forget(key) {
    return this.store.remove(key).catch(() => undefined); // sent again it would still be said once
  }

  /** @param {string} key */
  async retry(key) {
    const item = this.items.find((each) => each.key === key);
    if (!item) return;
    if (item.code === "conflict") await this.rename(item);
    delete item.refused;
    delete item.code;
    this.begin(item);
    await this.keep(item);
    await this.flush();
  }

  /** Its key belongs to something else already. @param {Item} item */
  async rename(item) {
    await this.forget(item.key);
    this.show(item, "gone");
    item.key = this.newKey();
  }

  /** @param {string} key */
  async discard(key) {
    const item = this.items.find((each) => each.key === key);
    if (!item) return;
    this.drop(item);
    this.show(item, "gone");
    await this.forget(key);
  }

  /** @param {Item} item */
  drop(item) {
    this.items = this.items.filter((each) => each !== item);
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
    await this.reconcile();
    for (const item of this.waiting) {
      if (!this.open || !(await this.trySending(item))) return;
    }
    this.tries = 0;
  }

  /** Another tab may have sent or discarded some of it. */
  async reconcile() {
    const stored = await this.stored();
    if (!stored) return;
    const kept = new Set(stored.map((item) => item.key));
    const gone = this.waiting.filter((item) => this.safe.has(item.key) && !kept.has(item.key));
    gone.forEach((item) => this.drop(item));
    gone.forEach((item) => this.show(item, "gone"));
  }

  /** @param {Item} item @returns {Promise<boolean>} whether the next may follow */
  async trySending(item) {
    this.show(item, "sending");
    try {
      const answer = await this.post(item);
      this.drop(item);
      this.sent(item, answer);
      await this.forget(item.key);
      return true;
    } catch (error) {
      return this.failed(item, error);
    }
  }

  /** @param {Item} item @param {unknown} error */
  async failed(item, error) {
    if (!this.items.includes(item)) return true; // discarded meanwhile
    if (error instanceof Refused && !error.passing) {
      item.refused = error.message;
      item.code = error.code;
      this.show(item, "failed");
      await this.keep(item);
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
