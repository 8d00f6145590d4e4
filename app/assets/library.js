// The page on which something is written for the library.
import { startDraft } from "./library/draft.js";
import { startPreview } from "./library/preview.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-draft]"));
if (form) {
  startDraft(form);
  startPreview(form);
}
