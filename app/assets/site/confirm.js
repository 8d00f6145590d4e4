// What cannot be undone asks first. Without a script the form simply goes; the page beside it says what will happen.

/** @param {HTMLFormElement} form */
function question(form) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("confirm"));
  const dialog = /** @type {HTMLDialogElement} */ (document.importNode(template.content, true).firstElementChild);
  const button = /** @type {HTMLElement} */ (dialog.querySelector("[data-yes]"));
  /** @type {HTMLElement} */ (dialog.querySelector("h2")).textContent = form.dataset.confirm || "";
  /** @type {HTMLElement} */ (dialog.querySelector("[data-text]")).textContent = form.dataset.text || "";
  if (form.dataset.yes) button.textContent = form.dataset.yes;
  return dialog;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function ask(form, submitter) {
  const dialog = document.body.appendChild(question(form));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    form.dataset.sure = "";
    form.requestSubmit(submitter);
  });
  dialog.showModal();
}

export function startConfirm() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      if (!form.dataset.confirm || "sure" in form.dataset || !window.HTMLDialogElement) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, event.submitter);
    },
    true,
  );
}
