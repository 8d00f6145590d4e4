/**
 * A message comes back twice: as the answer to its sending and as an event, in either order, and the event does not
 * say whose an anonymous one is. While something of ours is under way, an event that may be it waits for the answer.
 */
export class Held {
  /** @param {string} me */
  constructor(me) {
    this.me = me;
    /** @type {Map<string, boolean>} keys under way, and whether they are anonymous */
    this.flying = new Map();
    /** @type {import("./types.js").Message[]} */
    this.kept = [];
  }

  /** @param {string} key @param {boolean} anonymous */
  start(key, anonymous) {
    this.flying.set(key, anonymous);
  }

  /** @param {import("./types.js").Message} message @returns {boolean} whether it waits */
  holds(message) {
    if (!this.mayBeOurs(message)) return false;
    this.kept.push(message);
    return true;
  }

  /** @param {import("./types.js").Message} message */
  mayBeOurs(message) {
    if (message.author) return message.author.id === this.me && this.flying.size > 0;
    return [...this.flying.values()].some(Boolean);
  }

  /** The answer is in, or none will come. @param {string} key @returns {import("./types.js").Message[]} what waited */
  stop(key) {
    this.flying.delete(key);
    return this.flying.size ? [] : this.kept.splice(0);
  }
}
