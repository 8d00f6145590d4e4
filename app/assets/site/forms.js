// Small comforts for forms. Each of them works without: what only a script can do stays hidden until it runs.

/** @param {string} selector @param {(element: HTMLElement) => void} start @param {ParentNode} [within] */
const each = (selector, start, within = document) => /** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector)).forEach(start);

/** A form goes once, however often the button is pressed. After a while, or on coming back, it may go again. */
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || form.method !== "post") return;
    if (waits(form)) {
      event.preventDefault();
      return;
    }
    if ("sent" in form.dataset) event.preventDefault();
    form.dataset.sent = "";
    setTimeout(() => forget(form), 8000);
  });
  addEventListener("pageshow", () => each("form[data-sent], form[data-sure]", forget));
}

/** Without a connection a browser would put a page of its own in place of what was written. @param {HTMLFormElement} form */
function waits(form) {
  const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-no-line]"));
  if (navigator.onLine || !said) return false;
  form.append(said);
  said.hidden = false;
  addEventListener("online", () => (said.hidden = true), { once: true });
  return true;
}

/** @param {HTMLElement} form */
function forget(form) {
  delete form.dataset.sent;
  delete form.dataset.sure;
}

/** @param {HTMLElement} button */
function reveal(button) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.reveal || ""));
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

/** @param {HTMLElement} button */
function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy || "");
    /** @type {HTMLElement} */ (button.querySelector("span")).textContent = button.dataset.done || "";
  });
}

/** @param {HTMLElement} row */
function fill(row) {
  row.hidden = false;
  row.addEventListener("click", (event) => {
    const chip = /** @type {HTMLElement} */ (event.target).closest("[data-fill]");
    if (!(chip instanceof HTMLElement)) return;
    const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(chip.dataset.fill || ""));
    field.value = beside(field.value.trim(), chip.textContent || "", row);
    choose(field.form, chip.dataset.outcome);
    field.focus();
  });
}

/** Own words stay: what is chosen goes below them. @param {string} own @param {string} words @param {HTMLElement} row */
function beside(own, words, row) {
  const isChosen = [...row.querySelectorAll("[data-fill]")].some((chip) => chip.textContent === own);
  if (!own || isChosen) return words;
  return own.includes(words) ? own : `${own}\n${words}`;
}

/** A reason that is given with one decision alone chooses it. @param {HTMLFormElement | null} form @param {string} [outcome] */
function choose(form, outcome) {
  const ways = /** @type {NodeListOf<HTMLInputElement> | undefined} */ (form?.querySelectorAll('[name="outcome"][type="radio"]'));
  for (const way of ways ?? []) if (way.value === outcome) way.checked = true;
}

/** @param {HTMLElement} button */
function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** What came into the page after it was drawn has its comforts as well. @param {ParentNode} [within] */
export function wake(within = document) {
  each("[data-reveal]", reveal, within);
  each("[data-copy]", copy, within);
  each("[data-fills]", fill, within);
  each("[data-print]", print, within);
}

export function startForms() {
  sendOnce();
  wake();
  each("[data-faults]", (notice) => notice.focus());
}
