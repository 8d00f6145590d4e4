// A file is sent while one goes on writing: how far it is, a way to stop it, and what went wrong, in words.
import { send } from "../room/api.js";

/** @param {ParentNode} place @param {string} what @returns {HTMLElement} */
const part = (place, what) => /** @type {HTMLElement} */ (place.querySelector(what));

export class Upload {
  /** @param {HTMLFormElement} form @param {() => XMLHttpRequest} [ask] */
  constructor(form, ask = () => new XMLHttpRequest()) {
    this.form = form;
    this.ask = ask;
    this.field = /** @type {HTMLInputElement} */ (form.elements.namedItem("file"));
    this.status = part(form, "[data-upload-said]");
    this.progress = part(form, "[data-upload-progress]");
    this.bar = /** @type {HTMLProgressElement} */ (part(form, "progress"));
    /** @type {XMLHttpRequest | null} */
    this.sending = null;
  }

  /** @param {string} word @param {Record<string, string>} [values] */
  say(word, values = {}) {
    const text = this.status.dataset[word] || "";
    this.status.textContent = text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] || "");
    this.status.classList.toggle("fault", word === "large" || word === "offline");
  }

  start() {
    const file = this.field.files?.[0];
    if (!file || this.sending) return;
    if (file.size > Number(this.form.dataset.largest)) {
      this.say("large");
      return;
    }
    const asked = this.ask();
    asked.open("POST", this.form.dataset.upload || "");
    asked.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") || "");
    asked.responseType = "json";
    asked.upload.addEventListener("progress", (event) => this.moved(file.name, event.loaded, event.total));
    asked.addEventListener("load", () => this.answered(asked));
    asked.addEventListener("error", () => this.ended("offline"));
    asked.addEventListener("abort", () => this.ended("stopped"));
    this.sending = asked;
    this.moved(file.name, 0, file.size);
    this.progress.hidden = false;
    const form = new FormData();
    form.append("file", file);
    asked.send(form);
  }

  /** @param {string} name @param {number} sent @param {number} all */
  moved(name, sent, all) {
    const percent = all ? Math.floor((100 * sent) / all) : 0;
    this.bar.value = percent;
    // told in steps of a quarter: a screen reader reads each of them
    if (percent === 100) this.say("looking");
    else this.say("sending", { name, percent: String(percent - (percent % 25)) });
  }

  /** @param {XMLHttpRequest} asked */
  answered(asked) {
    const said = asked.response || {};
    if (asked.status === 201) {
      this.form.reset();
      this.ended("added", { name: said.file.name });
      this.form.dispatchEvent(new CustomEvent("files:changed"));
      return;
    }
    this.ended("offline");
    const { fields, message } = said.error || {};
    if (fields?.file || message) this.status.textContent = fields?.file || message;
  }

  /** @param {string} word @param {Record<string, string>} [values] */
  ended(word, values = {}) {
    this.sending = null;
    this.progress.hidden = true;
    this.say(word, values);
  }

  stop() {
    this.sending?.abort();
    this.field.focus();
  }
}

/** The list as the server draws it; what is being typed on this page stays. @param {HTMLElement} list */
async function redraw(list) {
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-files]");
  if (answer.ok && fresh) list.replaceChildren(...fresh.childNodes);
}

/** @param {HTMLFormElement} form */
export function startUpload(form) {
  const upload = new Upload(form);
  const list = /** @type {HTMLElement} */ (document.querySelector("[data-files]"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    upload.start();
  });
  part(form, "[data-upload-cancel]").addEventListener("click", () => upload.stop());
  form.addEventListener("files:changed", () => void redraw(list));
  list.addEventListener("submit", (event) => {
    const removal = /** @type {HTMLFormElement} */ (event.target);
    event.preventDefault();
    send(removal.dataset.removal || "", {}, "DELETE")
      .then(() => upload.say("removed"))
      .catch((fault) => (upload.status.textContent = fault.message))
      .finally(() => {
        void redraw(list);
        upload.field.focus();
      });
  });
}
