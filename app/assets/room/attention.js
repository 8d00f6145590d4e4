// What the reader has seen: the read position, the "new" divider, the count in the title.
const RARELY = 2000;

export class Attention {
  /**
   * @param {{
   *   title: string,
   *   log: import("./log.js").Log,
   *   scroll: import("./scroll.js").Scroll,
   *   read: (seq: number) => Promise<unknown>,
   *   lastRead: number,
   * }} parts
   */
  constructor({ title, log, scroll, read, lastRead }) {
    this.title = title;
    this.whole = document.title;
    this.log = log;
    this.scroll = scroll;
    this.read = read;
    this.lastRead = lastRead;
    this.hidden = 0;
    this.marked = false;
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.turned());
  }

  /** Somebody else's message came. @param {HTMLElement} li @param {import("./types.js").Where} where */
  arrived(li, where) {
    const away = document.hidden || where === "missed";
    if (away && !this.marked) this.log.markNew(li);
    this.marked = this.marked || away;
    if (document.hidden) this.inTitle(this.hidden + 1);
    if (away || !this.scroll.ended) this.scroll.count(this.scroll.unseen + 1);
  }

  /** What was missed is all in. */
  caughtUp() {
    if (!document.hidden) this.marked = false;
    this.scroll.showNew();
    this.seen();
  }

  turned() {
    if (document.hidden) return;
    this.inTitle(0);
    this.marked = false;
    this.scroll.moved();
  }

  /** @param {number} count */
  inTitle(count) {
    this.hidden = count;
    document.title = count ? `(${count}) ${this.title}` : this.whole;
  }

  seen() {
    if (document.hidden || !this.scroll.ended || this.timer) return;
    this.timer = Number(setTimeout(() => this.tell(), RARELY));
  }

  async tell() {
    this.timer = 0;
    const seq = this.log.highest;
    if (seq <= this.lastRead || document.hidden) return;
    const before = this.lastRead;
    this.lastRead = seq;
    await this.read(seq).catch((error) => {
      this.lastRead = before; // told again with the next message, but not before the server wants to hear it
      if (error.retryAfter) this.timer ||= Number(setTimeout(() => this.tell(), error.retryAfter * 1000));
    });
  }
}
