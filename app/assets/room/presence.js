// Who is writing, and how many are here.
const EXPIRES = 4000;
const AGAIN = 3000;

export class Presence {
  /**
   * @param {{
   *   line: HTMLElement,
   *   page: import("./types.js").Page,
   *   words: import("./words.js").Words,
   *   tell: () => Promise<unknown>,
   * }} parts
   */
  constructor({ line, page, words, tell }) {
    this.line = line;
    this.page = page;
    this.words = words;
    this.tell = tell;
    this.told = 0;
    /** @type {Map<string, {handle: string, timer: number}>} */
    this.writing = new Map();
  }

  /** I am writing. */
  write() {
    if (Date.now() - this.told < AGAIN) return;
    this.told = Date.now();
    this.tell().catch((error) => this.rest(error.retryAfter)); // nobody misses it
  }

  /** Too often: say nothing for so long. @param {number} [seconds] */
  rest(seconds) {
    if (seconds) this.told = Date.now() + seconds * 1000 - AGAIN;
  }

  /** @param {import("./types.js").Person} person */
  typing(person) {
    if (person.id === this.page.me.id || this.page.blocked.has(person.id)) return;
    clearTimeout(this.writing.get(person.id)?.timer);
    const timer = Number(setTimeout(() => this.stopped(person.id), EXPIRES));
    this.writing.set(person.id, { handle: person.handle, timer });
    this.draw();
  }

  /** @param {string} id */
  stopped(id) {
    if (this.writing.delete(id)) this.draw();
  }

  draw() {
    const [a, b, ...more] = Array.from(this.writing.values(), ({ handle }) => handle);
    if (more.length) this.line.textContent = this.words.say("typing_many");
    else if (b) this.line.textContent = this.words.say("typing_two", { a, b });
    else this.line.textContent = a ? this.words.say("typing_one", { a }) : "";
  }
}
