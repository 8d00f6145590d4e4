// The page on which something is written for the library.
import { startDraft } from "./library/draft.js";
import { startPreview } from "./library/preview.js";
import { startUpload } from "./library/upload.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-draft]"));
if (form) {
  startDraft(form);
  startPreview(form);
}

const upload = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-upload]"));
if (upload) startUpload(upload);
