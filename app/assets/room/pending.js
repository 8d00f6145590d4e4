// Rows of what is not sent yet: sending, failed, and what can be done about it.
import { copyOf, part } from "./page.js";
import { badgeRow, hollowRow, nameRow } from "./naming.js";
import { drop, setText } from "./stencil.js";

/** @typedef {import("./types.js").Item} Item */

export class Pending {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   words: import("./words.js").Words,
   *   logOf: (item: Item) => import("./log.js").Log,
   *   scroll: import("./scroll.js").Scroll,
   *   say: (text: string) => void,
   * }} parts
   */
  constructor({ page, words, logOf, scroll, say }) {
    this.page = page;
    this.words = words;
    this.logOf = logOf;
    this.scroll = scroll;
    this.say = say;
    /** @type {Map<string, {li: HTMLElement, item: Item}>} */
    this.rows = new Map();
    this.durable = true;
  }

  /**
   * @param {Item} item @param {import("./outbox.js").State} state
   * @param {boolean} durable whether it would survive this page
   */
  show(item, state, durable) {
    this.durable = durable;
    this.scroll.hold(() => (state === "gone" ? this.take(item.key) : this.paint(item, state)));
  }

  /** A thread was opened or closed, and the rows that stood in it went. */
  reseat() {
    this.rows.forEach(({ li, item }) => this.logOf(item).put(li));
  }

  /** @param {string} key */
  take(key) {
    const row = this.rows.get(key);
    this.rows.delete(key);
    if (row) this.logOf(row.item).take(row.li);
  }

  /** @param {Item} item @param {"sending" | "failed"} state */
  paint(item, state) {
    const li = this.rows.get(item.key)?.li || this.draw(item);
    const before = li.dataset.state;
    if (before === state && state === "sending") return;
    li.dataset.state = state;
    drop(li, "[data-pending]");
    if (state === "sending") this.note(li, this.words.say("sending"));
    else this.fail(li, item, before !== state);
  }

  /** @param {Item} item */
  draw(item) {
    const li = copyOf("message-template");
    const { me, base } = this.page;
    li.removeAttribute("id");
    li.removeAttribute("data-seq");
    li.setAttribute("aria-live", "off");
    if (item.anonymous) hollowRow(li, "?", this.words.say("anonymous"));
    else nameRow(li, me, base);
    badgeRow(li, null);
    drop(li, ".fold, [data-edited], [data-who], time, .reactions, .replies");
    li.removeAttribute("data-folded");
    const quote = item.quoted;
    if (quote) part(".quoted span", li).textContent = quote.excerpt === null ? this.words.say("quote_removed") : `${quote.who}: ${quote.excerpt}`;
    else drop(li, ".quoted");
    setText(part(".message-body", li), item.body);
    this.rows.set(item.key, { li, item });
    this.logOf(item).put(li);
    return li;
  }

  /** @param {HTMLElement} li @param {string} text */
  note(li, text) {
    const note = copyOf("sending-template");
    note.textContent = text;
    part(".message-head", li).append(note);
  }

  /** @param {HTMLElement} li @param {Item} item @param {boolean} news */
  fail(li, item, news) {
    const foot = copyOf("failed-template");
    const kept = this.words.say(this.durable ? "kept" : "kept_here");
    const text = `${item.refused ? this.words.say("refused", { why: item.refused }) : this.words.say("not_sent")} ${kept}`;
    part(".message-note", foot).textContent = text;
    foot.dataset.key = item.key;
    li.append(foot);
    if (news) this.say(text);
  }
}
