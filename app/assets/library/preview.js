// How the words will look, as the server renders them, once the writer rests.
import { send } from "../room/api.js";

const REST = 600;

/** @param {HTMLFormElement} form */
export function startPreview(form) {
  const body = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("body"));
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-preview-here]"));
  const shown = /** @type {HTMLElement} */ (place.querySelector("div"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** An answer to older words, which comes late, is not shown. */
  async function look() {
    const asked = body.value;
    place.hidden = !asked.trim();
    if (place.hidden) return;
    const made = await send(form.dataset.preview || "", { body: asked }).catch(() => null);
    if (made && body.value === asked) shown.innerHTML = made.html; // sanitised by the server, as every message is
  }

  body.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), REST);
  });
  void look();
}
