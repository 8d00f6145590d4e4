// Changing a message where it stands, and taking it back.
import { idOf } from "./acts.js";
import { sends } from "./keys.js";
import { copyOf, part } from "./page.js";

export class Edit {
  /**
   * @param {{
   *   words: import("./words.js").Words,
   *   history: ReturnType<typeof import("./api.js").history>,
   *   save: (id: string, body: string) => Promise<void>,
   *   remove: (id: string, reason: string | null) => Promise<void>,
   *   say: (text: string) => void,
   * }} parts
   */
  constructor({ words, history, save, remove, say }) {
    this.words = words;
    this.history = history;
    this.save = save;
    this.remove = remove;
    this.say = say;
  }

  /** The page has the message as it looks, not as it was written; that is fetched. @param {HTMLElement} li */
  async open(li) {
    if (li.querySelector(".edit")) return;
    try {
      const { items } = await this.history({ after_seq: Number(li.dataset.seq) - 1, limit: 1 });
      const [message] = items;
      if (message && message.id === idOf(li) && message.body !== null) this.show(li, message.body);
    } catch {
      this.say(this.words.say("edit_unreached"));
    }
  }

  /** @param {HTMLElement} li @param {string} body */
  show(li, body) {
    const form = /** @type {HTMLFormElement} */ (copyOf("edit-template"));
    const area = /** @type {HTMLTextAreaElement} */ (part("textarea", form));
    const shown = part(".message-body", li);
    area.value = body;
    shown.hidden = true;
    shown.after(form);
    const submit = () => this.submit(li, form, body);
    form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
    form.addEventListener("keydown", (event) => this.press(event, () => this.close(li, form), submit));
    part("[data-cancel]", form).addEventListener("click", () => this.close(li, form));
    area.focus();
    area.setSelectionRange(body.length, body.length);
    form.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event @param {() => void} cancel @param {() => void} submit */
  press(event, cancel, submit) {
    if (event.key === "Escape") cancel();
    else if (event.target instanceof HTMLTextAreaElement && sends(event)) submit();
    else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} li @param {HTMLFormElement} form */
  close(li, form) {
    form.remove();
    const body = li.querySelector(".message-body");
    if (body) /** @type {HTMLElement} */ (body).hidden = false;
    li.focus();
  }

  /** @param {HTMLElement} li @param {HTMLFormElement} form @param {string} before */
  async submit(li, form, before) {
    const body = /** @type {HTMLTextAreaElement} */ (part("textarea", form)).value;
    if (!body.trim()) return;
    if (body === before) return void this.close(li, form);
    const fault = part(".fault", form);
    fault.hidden = true;
    try {
      await this.save(idOf(li), body);
      this.close(li, form);
    } catch (error) {
      fault.textContent = /** @type {Error} */ (error).message || this.words.say("edit_failed");
      fault.hidden = false;
    }
  }

  /** @param {HTMLElement} li */
  async ask(li) {
    const answer = await confirmed("own" in li.dataset);
    if (!answer) return;
    try {
      await this.remove(idOf(li), answer.reason);
      this.say(this.words.say("removed_text"));
    } catch (error) {
      this.say(/** @type {Error} */ (error).message || this.words.say("remove_failed"));
    }
  }
}

/** Whoever removes somebody else's says why. @param {boolean} own @returns {Promise<{reason: string | null} | null>} */
function confirmed(own) {
  const dialog = /** @type {HTMLDialogElement} */ (copyOf(own ? "remove-template" : "take-down-template"));
  if (!dialog.showModal) return Promise.resolve(plainly(part("h2", dialog).textContent || "", own));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? { reason: dialog.querySelector("textarea")?.value.trim() || null } : null);
    });
  });
}

/** @param {string} question @param {boolean} own */
function plainly(question, own) {
  if (own) return window.confirm(question) ? { reason: null } : null;
  const reason = window.prompt(question)?.trim();
  return reason ? { reason } : null;
}
