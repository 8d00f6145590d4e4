// A library that comes in is shown how far it is. Without this the page just waits for the same answer.
import { readLines } from "./lines.js";

const KIND = "application/x-ndjson";

/** @typedef {{done: number, total: number, words?: string, error?: string}} Step */

/** What would come in has come in. @param {HTMLFormElement} form */
function settle(form) {
  const report = /** @type {HTMLElement} */ (form.closest("section"));
  report.querySelectorAll("[data-before]").forEach((part) => /** @type {HTMLElement} */ (part).hidden = true);
  /** @type {HTMLElement} */ (form.querySelector("[data-bring-after]")).hidden = false;
  report.querySelector("h2")?.focus();
}

/** @param {HTMLFormElement} form */
export function startBringing(form) {
  const said = /** @type {HTMLElement} */ (form.querySelector("[data-bring-said]"));
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const shown = /** @type {HTMLElement} */ (form.querySelector("[data-bring-progress]"));
  const buttons = /** @type {HTMLElement} */ (form.querySelector(".row"));
  let under_way = false;

  /** @param {boolean} on */
  function busy(on) {
    under_way = on;
    shown.hidden = !on;
    buttons.hidden = on;
    form.toggleAttribute("aria-busy", on);
  }

  /** @param {Step} step */
  function tell(step) {
    bar.max = step.total || 1;
    bar.value = step.done || 0;
    if (step.words || step.error) end(step.words || step.error || "", Boolean(step.error));
  }

  /** @param {string} words @param {boolean} again */
  function end(words, again) {
    busy(false);
    buttons.hidden = !again;
    said.textContent = words;
    said.className = "notice";
    said.dataset.state = again ? "watch" : "ok";
    if (!again) settle(form);
  }

  async function bring() {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: KIND },
      credentials: "same-origin",
    });
    if (!answer.ok || !answer.body || !answer.headers.get("Content-Type")?.startsWith(KIND)) {
      under_way = false;
      return form.submit(); // the page that answers says what is wrong
    }
    await readLines(answer.body, tell);
    if (under_way) throw new Error("it ended too early");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (under_way) return;
    said.textContent = "";
    said.className = "";
    bar.value = 0;
    busy(true);
    bring().catch(() => end(said.dataset.lost || "", true));
  });
  addEventListener("beforeunload", (event) => under_way && event.preventDefault());
}
