// What somebody opened and chose in a part of a page stays so when the part is drawn anew.

/** @param {HTMLElement} part @returns {() => void} to be called once it is drawn */
export function keep(part) {
  const opened = new Set(folds(part).filter((one) => one.open).map(name));
  const chosen = new Map(fields(part).filter(isRead).map((one) => [one.id, one.value]));
  return () => {
    folds(part).forEach((one) => (one.open ||= opened.has(name(one))));
    fields(part).forEach((one) => choose(one, chosen.get(one.id)));
  };
}

/** @param {HTMLElement} part */
const folds = (part) => [...part.querySelectorAll("details")];

/** @param {HTMLElement} part @returns {HTMLSelectElement[]} */
const fields = (part) => [...part.querySelectorAll("select")];

/** Whoever has it before them would send what they read there, also where it came so. @param {HTMLSelectElement} field */
const isRead = (field) => Boolean(field.closest("details[open]")) || !isAsItCame(field);

/** @param {HTMLDetailsElement} fold */
const name = (fold) => fold.querySelector("summary")?.textContent || "";

/** Where it can no longer be chosen, the field is as it comes. @param {HTMLSelectElement} field @param {string} [value] */
function choose(field, value) {
  if ([...field.options].some((one) => one.value === value)) field.value = value ?? "";
}

/** @param {Element} field */
export function isAsItCame(field) {
  if (field instanceof HTMLSelectElement) return isFirst(field) || Boolean(field.closest("details:not([open])"));
  if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) return field.checked === field.defaultChecked;
  const written = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (field);
  return written.value === written.defaultValue;
}

/** Nothing else was chosen than what the page came with. @param {HTMLSelectElement} field */
function isFirst(field) {
  return [...field.options].every((one) => one.selected === one.defaultSelected || !one.selected || one.index === 0);
}
