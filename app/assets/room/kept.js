// The items of the outbox, in memory and in the store. The store may fail at any time; memory then has to do.
/** @typedef {import("./types.js").Item} Item */

export class Kept {
  /** @param {import("./types.js").Store} store @param {string} place */
  constructor(store, place) {
    this.store = store;
    this.place = place;
    /** @type {Item[]} */
    this.items = [];
    /** @type {Set<string>} keys that reached the store; only of those does absence mean that another tab was there */
    this.safe = new Set();
  }

  /** @param {string} key */
  find(key) {
    return this.items.find((item) => item.key === key);
  }

  /** @returns {Promise<Item[] | null>} null where the store cannot be asked */
  stored() {
    return this.store.all(this.place).catch(() => null);
  }

  /** @returns {Promise<Item[]>} what an earlier page left here, in the order of its writing */
  async load() {
    const stored = ((await this.stored()) || []).sort((a, b) => a.at - b.at);
    const found = stored.filter((item) => !this.find(item.key));
    found.forEach((item) => this.safe.add(item.key));
    this.items.unshift(...found);
    return found;
  }

  /** Two in one millisecond keep their order. */
  nextAt() {
    const last = this.items[this.items.length - 1];
    return Math.max(Date.now(), last ? last.at + 1 : 0);
  }

  /** A full or forbidden store must not keep a message from being sent. @param {Item} item */
  async put(item) {
    if (!this.items.includes(item)) this.items.push(item);
    try {
      await this.store.put(item);
      this.safe.add(item.key);
    } catch {
      this.store.durable = false;
    }
  }

  /** @param {Item} item */
  drop(item) {
    this.items = this.items.filter((each) => each !== item);
  }

  /** Sent again it would still be said once, so a store that does not forget does no harm. @param {string} key */
  async forget(key) {
    await this.store.remove(key).catch(() => undefined);
  }

  /** @returns {Promise<Item[]>} what another tab sent or discarded meanwhile */
  async reconcile() {
    const stored = await this.stored();
    if (!stored) return [];
    const keys = new Set(stored.map((item) => item.key));
    const gone = this.items.filter((item) => !item.refused && this.safe.has(item.key) && !keys.has(item.key));
    gone.forEach((item) => this.drop(item));
    return gone;
  }
}
