// A list of messages in the order of the room's counter; dividers and grouping are kept right around each change.
import { follows } from "./group.js";
import { copyOf } from "./page.js";

/** @param {Element | null} li */
const isMessage = (li) => Boolean(li?.classList.contains("message"));

/** What is not sent yet stands after everything. @param {Element} li */
const seqOf = (li) => Number(/** @type {HTMLElement} */ (li).dataset.seq || Infinity);

/** @param {Element} li */
const saidAt = (li) => new Date(li.querySelector("time")?.dateTime || Date.now());

/** @param {Element} li @returns {import("./group.js").Said} */
function said(li) {
  const { by = "", state } = /** @type {HTMLElement} */ (li).dataset;
  return { by, at: saidAt(li).getTime(), removed: state === "removed", quotes: Boolean(li.querySelector(".quoted")) };
}

export class Log {
  /**
   * @param {HTMLElement} list
   * @param {{clock: import("./clock.js").Clock, words: import("./words.js").Words, prefix?: string, days?: boolean}} how
   */
  constructor(list, { clock, words, prefix = "m", days = true }) {
    this.list = list;
    this.clock = clock;
    this.words = words;
    this.prefix = prefix;
    this.days = days;
  }

  /** @returns {HTMLElement[]} */
  get rows() {
    return Array.from(this.list.querySelectorAll("li.message"));
  }

  /** @param {string} id @returns {HTMLElement | null} */
  row(id) {
    const found = document.getElementById(`${this.prefix}-${id}`);
    return found && this.list.contains(found) ? found : null;
  }

  get lowest() {
    const first = this.list.querySelector("li.message");
    return first ? seqOf(first) : Infinity;
  }

  get highest() {
    const sent = this.rows.reverse().find((li) => Number.isFinite(seqOf(li)));
    return sent ? seqOf(sent) : 0;
  }

  /** Puts a row where its number says, and leaves it alone if it stands there already. @param {HTMLElement} li */
  put(li) {
    const seq = seqOf(li);
    let above = this.list.lastElementChild;
    while (above && !(isMessage(above) && seqOf(above) <= seq)) above = above.previousElementSibling;
    if (above !== li) this.insert(li, above);
    this.tidy(li);
    const next = this.neighbour(li, "nextElementSibling");
    if (next) this.tidy(next);
  }

  /** @param {HTMLElement} li @param {Element | null} above */
  insert(li, above) {
    if (above) above.after(li);
    else this.list.prepend(li);
  }

  /** @param {HTMLElement} li */
  take(li) {
    const next = this.neighbour(li, "nextElementSibling");
    while (li.previousElementSibling && !isMessage(li.previousElementSibling)) li.previousElementSibling.remove();
    li.remove();
    if (next) this.tidy(next);
  }

  /** @param {Element} li @param {"previousElementSibling" | "nextElementSibling"} way */
  neighbour(li, way) {
    let next = li[way];
    while (next && !isMessage(next)) next = next[way];
    return /** @type {HTMLElement | null} */ (next);
  }

  /** @param {HTMLElement} li */
  tidy(li) {
    if (!this.days) return;
    const above = this.neighbour(li, "previousElementSibling");
    const newDay = !above || this.clock.day(saidAt(above)) !== this.clock.day(saidAt(li));
    this.mark(li, newDay);
    const divided = !isMessage(li.previousElementSibling);
    li.toggleAttribute("data-grouped", above !== null && !divided && follows(said(above), said(li)));
  }

  /** @param {HTMLElement} li @param {boolean} newDay */
  mark(li, newDay) {
    let first = /** @type {HTMLElement} */ (li);
    let day = null;
    for (let each = li.previousElementSibling; each && !isMessage(each); each = each.previousElementSibling) {
      first = /** @type {HTMLElement} */ (each);
      if (each.hasAttribute("data-day")) day = each;
    }
    if (!newDay) day?.remove();
    else if (!day) first.before(this.divider("day-divider", this.clock.dayName(saidAt(li), this.words)));
  }

  /** The server did not know the reader's zone; this clock does. */
  relabel() {
    this.list.querySelectorAll("[data-day]").forEach((line) => line.remove());
    this.rows.forEach((li) => {
      const time = li.querySelector("time");
      if (time) time.textContent = this.clock.time(saidAt(li));
      this.tidy(li);
    });
  }

  /** @param {string} template @param {string} [text] */
  divider(template, text) {
    const line = copyOf(template);
    if (text) /** @type {HTMLElement} */ (line.firstElementChild).textContent = text;
    return line;
  }

  /** "New since you were here", before this row. @param {HTMLElement} li */
  markNew(li) {
    this.list.querySelector("[data-new]")?.remove();
    li.before(this.divider("new-divider"));
    li.removeAttribute("data-grouped");
  }
}
