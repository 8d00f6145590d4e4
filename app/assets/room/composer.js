// Where one writes. What stands here is kept on this device until it is sent.
import { sends } from "./keys.js";
import { part } from "./page.js";

const LONGEST = 8000;

/** @param {string} key @param {string} [text] */
function draft(key, text) {
  try {
    if (text === undefined) return localStorage.getItem(key) || "";
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing: the text stands in the field, and that is all we promise.
  }
  return "";
}

export class Composer {
  /**
   * @param {{
   *   form: HTMLFormElement,
   *   draftKey: string,
   *   words: import("./words.js").Words,
   *   send: (said: import("./types.js").Said) => void,
   *   typing: () => void,
   * }} parts
   */
  constructor({ form, draftKey, words, send, typing }) {
    this.form = form;
    this.draftKey = draftKey;
    this.words = words;
    this.send = send;
    this.typing = typing;
    this.area = /** @type {HTMLTextAreaElement} */ (part("textarea", form));
    this.fault = part(".fault", form);
    this.quoteLine = form.querySelector(".replying");
    /** @type {import("./types.js").Item["quoted"]} */
    this.quoted = null;
    this.box = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=anonymous]"));
    this.root = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=reply_to]"))?.value || null;
    this.start();
  }

  start() {
    if (!this.area.value) this.area.value = draft(this.draftKey);
    if (this.box && draft(`${this.draftKey}:anonymous`)) this.box.checked = true;
    this.box?.addEventListener("change", () => this.veil());
    this.grow();
    this.area.addEventListener("input", () => this.wrote());
    this.area.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    this.quoteLine?.querySelector("button")?.addEventListener("click", () => this.answer(null));
  }

  wrote() {
    this.grow();
    this.warn();
    draft(this.draftKey, this.area.value);
    if (this.area.value.trim() && !this.box?.checked) this.typing(); // a name beside it would tell who asks
  }

  /** What was begun without a name must not go out under it after a reload. */
  veil() {
    draft(`${this.draftKey}:anonymous`, this.box?.checked ? "yes" : "");
  }

  /** The style sheet does it where it can. */
  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.area.style.blockSize = "auto";
    this.area.style.blockSize = `${this.area.scrollHeight + 2}px`;
  }

  /** @returns {boolean} whether it is too long */
  warn() {
    const length = Array.from(this.area.value).length;
    this.fault.hidden = length <= LONGEST;
    if (length > LONGEST) this.fault.textContent = this.words.say("too_long", { n: length });
    this.area.setAttribute("aria-invalid", String(length > LONGEST));
    return length > LONGEST;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.key === "Escape" && this.quoted) this.answer(null);
    else if (sends(event)) this.submit();
    else return;
    event.preventDefault();
  }

  submit() {
    const body = this.area.value;
    if (this.area.readOnly || !body.trim() || this.warn()) return;
    const reply_to = this.quoted?.id || this.root;
    this.send({ body, reply_to, quoted: this.quoted, anonymous: Boolean(this.box?.checked) });
    this.area.value = "";
    if (this.box) this.box.checked = false;
    this.veil();
    this.answer(null);
    this.wrote();
    this.area.focus();
  }

  /** @param {import("./types.js").Item["quoted"]} quoted */
  answer(quoted) {
    this.quoted = quoted;
    if (!this.quoteLine) return;
    /** @type {HTMLElement} */ (this.quoteLine).hidden = !quoted;
    if (quoted) part("[data-text]", this.quoteLine).textContent = this.words.say("replying", { who: quoted.who, excerpt: quoted.excerpt || "" });
    if (quoted) this.area.focus();
  }

  /** What is being answered was removed: its words stand nowhere, and the answer can still be given. @param {string} id */
  gone(id) {
    if (this.quoted?.id !== id || !this.quoteLine) return;
    this.quoted = { ...this.quoted, excerpt: null };
    part("[data-text]", this.quoteLine).textContent = this.words.say("replying_gone");
  }

  /** Nothing can be sent any more; what was written stays to be copied. */
  stop() {
    this.close(true);
  }

  /** What stands here can be sent again. */
  resume() {
    this.close(false);
  }

  /** @param {boolean} closed */
  close(closed) {
    this.area.readOnly = closed;
    /** @type {HTMLButtonElement} */ (part("button:not([type=button])", this.form)).disabled = closed;
  }
}
