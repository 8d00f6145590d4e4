// What is typed is saved a moment later, and kept in the browser until the server has it.
import { Refused } from "../room/errors.js";
import { request, send } from "../room/api.js";
import { Clock } from "../room/clock.js";
import { forget, keep, left } from "./copy.js";
import { fill, read, same } from "./fields.js";

const PAUSE = 1000;
const AGAIN = 5000;

/** @typedef {Record<string, unknown>} Said */
/** @typedef {{put: (body: Said) => Promise<{resource: {saved_at: string}}>, get: () => Promise<{resource: Said}>}} Server */

/** @param {HTMLFormElement} form @returns {Server} */
const server = (form) => ({
  put: (body) => send(form.dataset.draft || "", body, "PUT"),
  get: () => request((form.dataset.draft || "").replace(/\/draft$/, "")),
});

export class Draft {
  /** @param {HTMLFormElement} form @param {Server} [ask] */
  constructor(form, ask = server(form)) {
    this.form = form;
    this.ask = ask;
    /** What was sent last, and may have arrived though no answer did. @type {Said | null} */
    this.sent = null;
    this.status = /** @type {HTMLElement} */ (form.querySelector("[data-draft-said]"));
    this.savedAt = /** @type {HTMLInputElement} */ (form.elements.namedItem("saved_at"));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.changed = this.saving = this.stopped = false;
  }

  /** @param {string} word @param {Record<string, string>} [values] */
  say(word, values = {}) {
    const text = this.status.dataset[word] || "";
    this.status.textContent = text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] || "");
  }

  touched() {
    this.changed = true;
    keep(this.form, this.savedAt.value);
    this.soon(PAUSE);
  }

  /** @param {number} wait */
  soon(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.save(), wait);
  }

  /** One after the other: what was typed meanwhile goes with the next. */
  async save() {
    if (!this.changed || this.saving || this.stopped) return;
    this.changed = false;
    this.saving = true;
    this.say("saving");
    try {
      this.saved(await this.put(read(this.form)));
    } catch (fault) {
      this.failed(fault);
    } finally {
      this.saving = false;
    }
    if (this.changed && !this.stopped) this.soon(PAUSE);
  }

  /** Where another version is there it may be ours, whose answer was lost. @param {Said} words */
  async put(words) {
    const before = this.sent;
    this.sent = words;
    try {
      return (await this.ask.put({ ...words, saved_at: this.savedAt.value })).resource.saved_at;
    } catch (fault) {
      const there = fault instanceof Refused && fault.code === "conflict" && before && (await this.ask.get()).resource;
      if (!there || !same(before, there)) throw fault;
      return (await this.ask.put({ ...words, saved_at: there.saved_at })).resource.saved_at;
    }
  }

  /** @param {string} savedAt */
  saved(savedAt) {
    this.savedAt.value = savedAt;
    if (this.changed) keep(this.form, savedAt);
    else forget(this.form);
    this.say("saved", { time: new Clock(document.documentElement.lang).time(new Date()) });
  }

  /** What is wrong is told; what may pass is tried again. The words stay in the browser either way. @param {unknown} fault */
  failed(fault) {
    this.changed = true;
    if (!(fault instanceof Refused)) {
      this.say("offline");
      this.soon(AGAIN);
    } else {
      this.say("refused", { why: fault.message });
      if (fault.passing) this.soon(Math.max(AGAIN, fault.retryAfter * 1000));
      else this.changed = false; // until something else is typed
      this.stopped = fault.code === "conflict" || fault.code === "unauthenticated";
    }
  }

  /** What the browser kept, where the server has not got anything newer since. */
  restore() {
    const words = left(this.form, this.savedAt.value);
    if (!words) return;
    fill(this.form, words);
    this.sent = words;
    this.say("found");
    this.touched();
  }
}

/** @param {HTMLFormElement} form */
export function startDraft(form) {
  const draft = new Draft(form);
  draft.restore();
  form.addEventListener("input", () => draft.touched());
  form.addEventListener("submit", () => clearTimeout(draft.timer));
  addEventListener("online", () => draft.soon(0));
  addEventListener("pagehide", () => void draft.save());
}
