// The reader's place: kept at the end for those who are there, and otherwise never moved.
import { part } from "./page.js";

const NEAR = 48;

export class Scroll {
  /**
   * @param {{box: HTMLElement, list: HTMLElement, newer: HTMLElement, words: import("./words.js").Words,
   *   arrived: () => void}} parts `arrived`: the reader came to the end
   */
  constructor({ box, list, newer, words, arrived }) {
    this.log = box;
    this.list = list;
    this.newer = newer;
    this.words = words;
    this.arrived = arrived;
    this.unseen = 0;
    this.ended = true;
  }

  start() {
    this.toStart();
    this.newer.addEventListener("click", () => this.toEnd());
    [this.log, window].forEach((each) => each.addEventListener("scroll", () => this.moved(), { passive: true }));
    const grown = new ResizeObserver(() => this.ended && this.toEnd());
    for (const each of [this.log, ...this.log.querySelectorAll("[role=status]")]) grown.observe(each);
  }

  /** In a low window the log does not scroll by itself: the page does. */
  get box() {
    const own = getComputedStyle(this.log).overflowY !== "visible";
    return own ? this.log : /** @type {HTMLElement} */ (document.scrollingElement);
  }

  get atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.box;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toStart() {
    const wanted = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const place = wanted && this.list.contains(wanted) ? wanted : this.list.querySelector("[data-new]");
    if (place) place.scrollIntoView({ block: wanted ? "center" : "start" });
    else this.toEnd();
    this.ended = this.atEnd;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
    this.ended = true;
  }

  /** The first of what is new stands at the top, where it does not all fit. */
  showNew() {
    const mark = this.list.querySelector("[data-new]");
    const above = mark && mark.getBoundingClientRect().top < Math.max(0, this.log.getBoundingClientRect().top);
    if (above && this.unseen) mark.scrollIntoView({ block: "start" });
    this.moved();
  }

  moved() {
    this.ended = this.atEnd;
    if (!this.ended) return;
    this.count(0);
    this.arrived();
  }

  /** Lets `change` alter the list without moving what the reader looks at. @param {() => void} change */
  hold(change) {
    if (this.atEnd && !document.hidden) {
      change();
      this.toEnd();
      return;
    }
    const anchor = this.firstVisible();
    const before = anchor?.getBoundingClientRect().top || 0;
    change();
    if (anchor?.isConnected) this.box.scrollTop += anchor.getBoundingClientRect().top - before;
    this.ended = this.atEnd;
  }

  firstVisible() {
    const top = Math.max(0, this.log.getBoundingClientRect().top);
    const rows = Array.from(this.list.querySelectorAll("li.message")); // a divider may go while the rows around it change
    return rows.find((each) => each.getBoundingClientRect().bottom > top);
  }

  /** @param {number} unseen */
  count(unseen) {
    this.unseen = unseen;
    this.newer.hidden = unseen === 0;
    if (unseen) part("[data-text]", this.newer).textContent = this.words.count("newer", unseen);
  }
}

