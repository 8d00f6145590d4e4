// Losing nothing: subscribe first, then replay what was missed, then watch the counter for holes.
import { Refused, Unreachable } from "./errors.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {Message | import("./types.js").Removal} Change */

const HOLE_MAY_CLOSE = 300; // two workers may deliver in either order
const PAGE = 100;

export class Sync {
  /**
   * @param {{
   *   cursor: import("./cursor.js").Cursor,
   *   enter: (after: number) => Promise<{room: any, last_seq: number, missed: Message[], more: boolean}>,
   *   history: ReturnType<typeof import("./api.js").history>,
   *   take: (changes: Change[], where: import("./types.js").Where) => void,
   *   pause?: (ms: number) => Promise<void>,
   * }} parts
   */
  constructor({ cursor, enter, history, take, pause = wait }) {
    this.cursor = cursor;
    this.askToEnter = enter;
    this.history = history;
    this.take = take;
    this.pause = pause;
    this.entering = false;
    this.mending = false;
    /** @type {Change[]} */
    this.early = [];
  }

  /**
   * Events that come before the replay is in would look like holes, so they wait.
   * @param {import("./types.js").Where} where
   */
  async enter(where) {
    this.entering = true;
    try {
      const from = this.cursor.at;
      const first = await this.askToEnter(from);
      const missed = first.more ? await this.readOn(first.missed) : first.missed;
      this.take(missed, where);
      if (!first.more) this.cursor.reached(first.last_seq);
      return { room: first.room, missed: missed.filter((message) => message.seq > from) };
    } finally {
      this.entering = false;
      this.early.splice(0).forEach((change) => this.live(change));
    }
  }

  /** @param {Message[]} [known] @returns {Promise<Message[]>} */
  async readOn(known = []) {
    const found = [...known];
    for (;;) {
      const after = found.length ? found[found.length - 1].change_seq : this.cursor.at;
      const page = await this.history({ changed_after: after, limit: PAGE });
      found.push(...page.items);
      if (page.items.length === 0 || page.next === null) {
        this.cursor.reached(page.last_seq);
        return found;
      }
    }
  }

  /** @param {Change} change */
  live(change) {
    if (this.entering) {
      this.early.push(change);
      return;
    }
    this.take([change], "live");
    if (this.cursor.saw(change.change_seq)) this.mend();
  }

  async mend() {
    if (this.mending) return;
    this.mending = true;
    try {
      await this.pause(HOLE_MAY_CLOSE);
      if (this.cursor.hasGap && !this.entering) this.take(await this.readOn(), "live");
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error; // the next entering catches up
    } finally {
      this.mending = false;
    }
  }
}

/** @param {number} ms @returns {Promise<void>} */
function wait(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
