// The pages on which something is written for the library, or brought into it.
import { startBringing } from "./library/bring.js";
import { startDraft } from "./library/draft.js";
import { startPreview } from "./library/preview.js";
import { startUpload } from "./library/upload.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-draft]"));
if (form) {
  startDraft(form);
  startPreview(form);
}

const bringing = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-bring]"));
if (bringing) startBringing(bringing);
const upload = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-upload]"));
if (upload) startUpload(upload);
