// History above what is loaded, on asking or on coming near.
import { part } from "./page.js";

const PAGE = 50;
const SETTLED = 800;
const FAR = 20;

export class Older {
  /**
   * @param {{
   *   form: HTMLFormElement,
   *   log: import("./log.js").Log,
   *   box: HTMLElement,
   *   words: import("./words.js").Words,
   *   history: ReturnType<typeof import("./api.js").history>,
   *   take: (messages: import("./types.js").Message[]) => void,
   *   say: (text: string) => void,
   *   focus: (li: HTMLElement) => void,
   * }} parts
   */
  constructor({ form, log, box, words, history, take, say, focus }) {
    this.form = form;
    this.log = log;
    this.box = box;
    this.words = words;
    this.history = history;
    this.take = take;
    this.say = say;
    this.focus = focus;
    this.loading = false;
    this.start();
  }

  get more() {
    return !this.form.hidden;
  }

  /** Not before the reader has moved: the first look is for what is new. */
  start() {
    const { form } = this;
    form.addEventListener("submit", (event) => (event.preventDefault(), this.load()));
    const near = new IntersectionObserver(([entry]) => entry.isIntersecting && this.load());
    const begin = { passive: true, once: true };
    setTimeout(() => {
      [this.box, window].forEach((each) => each.addEventListener("scroll", () => near.observe(form), begin));
    }, SETTLED);
  }

  async load() {
    if (this.loading || !this.more) return;
    this.loading = true;
    this.form.setAttribute("aria-busy", "true");
    try {
      const { items, next } = await this.history({ before_seq: this.log.lowest, limit: PAGE });
      this.show(items, this.form.contains(document.activeElement));
      if (next === null || items.length === 0) this.offer(false);
    } catch {
      this.say(this.words.say("older_failed"));
    } finally {
      this.loading = false;
      this.form.removeAttribute("aria-busy");
    }
  }

  /**
   * The button goes far up, or away: whoever stands on it goes on at the messages it brought.
   * @param {import("./types.js").Message[]} items @param {boolean} focused
   */
  show(items, focused) {
    const first = this.log.rows[0];
    this.take(items);
    this.say(this.words.count("older_loaded", items.length));
    const nearest = first && this.log.neighbour(first, "previousElementSibling");
    if (focused && nearest) this.focus(nearest);
  }

  /** @param {boolean} more */
  offer(more) {
    this.form.hidden = !more;
    part("#beginning").hidden = more;
  }

  /** Loads until the message is there, within reason. @param {string} id */
  async reach(id) {
    for (let pages = 0; pages < FAR && this.more && !this.log.row(id); pages += 1) await this.load();
  }

  /** Lets go of the oldest rows; they can be loaded again. @param {number} count */
  forget(count) {
    this.log.rows.slice(0, count).forEach((li) => this.log.take(li));
    this.offer(true);
  }
}
