// The connection, in words.
import { part } from "./page.js";

const NEWS = 8000;

export class Status {
  /** @param {{line: HTMLElement, words: import("./words.js").Words, waiting: () => number}} parts */
  constructor({ line, words, waiting }) {
    this.line = line;
    this.words = words;
    this.waiting = waiting;
    this.timer = 0;
    this.over = false;
    this.connected = false;
    line.hidden = false;
    this.say("watch", words.say("connecting"));
  }

  /** @param {"ok" | "watch"} state @param {string} text */
  say(state, text) {
    if (this.over) return;
    clearTimeout(this.timer);
    const place = part("[data-text]", this.line);
    this.line.dataset.state = state;
    if (place.textContent !== text) place.textContent = text; // the same words again would be read out again
    part("[data-here]", this.line).hidden = state !== "ok";
  }

  /** @param {number} missed */
  up(missed) {
    this.connected = true;
    if (!missed) return this.say("ok", this.words.say("connected"));
    this.say("ok", this.words.count("missed", missed));
    this.timer = Number(setTimeout(() => this.up(0), NEWS));
  }

  down() {
    this.connected = false;
    const waiting = this.waiting();
    this.say("watch", waiting ? this.words.count("waiting", waiting) : this.words.say("again"));
  }

  /** The number of messages that wait has changed. */
  changed() {
    if (!this.connected && !this.over) this.down();
  }

  /** @param {number} count */
  here(count) {
    part("[data-here]", this.line).textContent = this.words.say("here", { n: count });
  }

  /** Nothing more will come. @param {string} text */
  end(text) {
    this.say("watch", text);
    this.over = true;
  }
}
