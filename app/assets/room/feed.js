// Where messages from every source meet: live events, what was missed, history and answers to our own sending.
import { drop } from "./stencil.js";
import { drawReactions, pressed } from "./reactions.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Removal} Removal */
/** @typedef {import("./types.js").Where} Where */

export class Feed {
  /**
   * @param {{
   *   log: import("./log.js").Log,
   *   thread: () => {root: string, log: import("./log.js").Log} | null,
   *   stencil: import("./stencil.js").Stencil,
   *   scroll: import("./scroll.js").Scroll,
   *   held: import("./held.js").Held,
   *   equip: (li: HTMLElement) => void,
   *   hasOlder: () => boolean,
   *   arrived: (li: HTMLElement, where: Where) => void,
   *   gone: (id: string) => void,
   * }} parts
   */
  constructor({ log, thread, stencil, scroll, held, equip, hasOlder, arrived, gone }) {
    this.log = log;
    this.thread = thread;
    this.stencil = stencil;
    this.scroll = scroll;
    this.held = held;
    this.equip = equip;
    this.hasOlder = hasOlder;
    this.arrived = arrived;
    this.gone = gone;
  }

  /** @param {string} id @returns {HTMLElement[]} the row in the log and the one in the open thread */
  rows(id) {
    const logs = [this.log, this.thread()?.log];
    return logs.map((log) => log?.row(id)).filter((row) => row instanceof HTMLElement);
  }

  /** @param {(Message | Removal)[]} changes @param {Where} where */
  take(changes, where) {
    this.scroll.hold(() => changes.forEach((change) => this.one(change, where)));
  }

  /** @param {Message | Removal} change @param {Where} where */
  one(change, where) {
    const rows = this.rows(change.id);
    rows.forEach((row) => this.change(row, change));
    if (rows.length || !("posted_at" in change)) return;
    if (where === "live" && this.held.holds(change)) return;
    this.add(change, where);
  }

  /** Older events may come late: the row's own number tells. @param {HTMLElement} row @param {Message | Removal} change */
  change(row, change) {
    if (Number(row.dataset.change) >= change.change_seq) return;
    const removed = !("posted_at" in change) || change.removed;
    if (removed) this.stencil.strike(row, change);
    else this.stencil.redraw(row, change);
    this.follow(row, change.id, removed);
    if (removed) this.gone(change.id);
  }

  /** What stands in quotes goes or changes with it. @param {HTMLElement} row @param {string} id @param {boolean} removed */
  follow(row, id, removed) {
    const text = (row.querySelector(".message-body")?.textContent || "").trim().slice(0, 80);
    const who = row.querySelector(".handle")?.textContent || "";
    const words = this.stencil.words;
    document.querySelectorAll(`.quoted[href="#m-${id}"]`).forEach((link) => {
      const line = removed ? [words.say("quote_removed")] : [who, ...link.querySelectorAll(".worn"), `: ${text}`];
      this.stencil.cite(link, ...line);
    });
  }

  /** @param {Message} message @param {Where} where */
  add(message, where) {
    const beyond = where !== "older" && this.hasOlder() && message.seq < this.log.lowest;
    if (beyond) return; // it will come with its page of history
    const li = this.place(message, this.log, where);
    const thread = this.thread();
    if (thread && message.thread_id === thread.root) this.place(message, thread.log, where);
    if (where === "older") return;
    if (message.thread_id) this.answered(message.thread_id, message);
    if (!("own" in li.dataset) && !message.removed) this.arrived(li, where);
  }

  /** @param {Message} message @param {import("./log.js").Log} log @param {Where} where */
  place(message, log, where) {
    const li = this.stencil.draw(message, log.prefix);
    if (where === "live" && !("own" in li.dataset)) setTimeout(() => this.silence(li), 1500);
    else this.silence(li);
    log.put(li);
    this.equip(li);
    return li;
  }

  /** A row is read out once, when it comes; edits and reactions later are not. @param {HTMLElement} li */
  silence(li) {
    li.setAttribute("aria-live", "off");
  }

  /** @param {string} root @param {Message} reply */
  answered(root, reply) {
    this.rows(root).forEach((row) => {
      this.stencil.replies(row, root, Number(row.dataset.replies || 0) + 1, reply.posted_at);
    });
  }

  /** @param {{id: string, reactions: Record<string, number>, mine?: string[]}} change */
  react({ id, reactions, mine }) {
    this.scroll.hold(() => {
      this.rows(id).forEach((row) => drawReactions(row, reactions, mine || pressed(row), this.stencil.how));
    });
  }

  /** Somebody was blocked, or the reader wants to see after all. @param {HTMLElement} li */
  unfold(li) {
    li.removeAttribute("data-folded");
    drop(li, ".fold");
  }
}
