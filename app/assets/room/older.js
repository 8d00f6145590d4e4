// History above what is loaded, on asking or on coming near.
import { part } from "./page.js";

const PAGE = 50;
const SETTLED = 800;

export class Older {
  /**
   * @param {{
   *   form: HTMLFormElement | null,
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
    if (form) this.start(form);
  }

  get more() {
    return this.form !== null;
  }

  /** Not before the reader has moved: the first look is for what is new. @param {HTMLFormElement} form */
  start(form) {
    form.addEventListener("submit", (event) => (event.preventDefault(), this.load(document.activeElement)));
    const near = new IntersectionObserver(([entry]) => entry.isIntersecting && this.load(null), { rootMargin: "150px" });
    const listen = () => this.box.addEventListener("scroll", () => near.observe(form), { passive: true, once: true });
    setTimeout(listen, SETTLED);
  }

  /** @param {Element | null} pressed */
  async load(pressed) {
    if (this.loading || !this.form) return;
    this.loading = true;
    this.form.setAttribute("aria-busy", "true");
    try {
      const { items, next } = await this.history({ before_seq: this.log.lowest, limit: PAGE });
      this.show(items, pressed !== null && this.form.contains(pressed));
      if (next === null || items.length === 0) this.end();
    } catch {
      this.say(this.words.say("older_failed"));
    } finally {
      this.loading = false;
      this.form?.removeAttribute("aria-busy");
    }
  }

  /** @param {import("./types.js").Message[]} items @param {boolean} byKeys */
  show(items, byKeys) {
    const first = this.log.rows[0];
    this.take(items);
    this.say(this.words.count("older_loaded", items.length));
    const nearest = first && this.log.neighbour(first, "previousElementSibling");
    if (byKeys && nearest) this.focus(nearest);
  }

  end() {
    this.form?.remove();
    this.form = null;
    part("#beginning").hidden = false;
  }
}
