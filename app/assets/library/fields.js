// The form as the interface takes it, and back.

const TEXTS = ["title", "kind", "body", "url", "helps", "source", "interest", "note"];

/** @param {HTMLFormElement} form @param {string} name */
const field = (form, name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));

/** @param {HTMLFormElement} form @returns {Record<string, unknown>} */
export function read(form) {
  /** @type {Record<string, unknown>} */
  const said = {};
  for (const name of TEXTS) {
    const one = field(form, name);
    if (one) said[name] = one.value;
  }
  if (!String(said.title).trim()) delete said.title;
  said.url = String(said.url).trim() || null;
  said.tags = tags(form);
  said.needs = new FormData(form).getAll("needs").map(String);
  said.try_days = Number(field(form, "try_days")?.value) || 28;
  const answer = new FormData(form).get("changes_treatment");
  if (answer) said.changes_treatment = answer === "yes";
  if (field(form, "note")) said.material = Boolean(field(form, "material")?.checked);
  return said;
}

/** @param {HTMLFormElement} form */
function tags(form) {
  const typed = field(form, "more_tags")?.value.split(",") || [];
  const ticked = new FormData(form).getAll("tags").map(String);
  return [...ticked, ...typed].map((one) => one.trim()).filter(Boolean);
}

/** @param {HTMLFormElement} form @param {Record<string, unknown>} words */
export function fill(form, words) {
  for (const name of [...TEXTS, "try_days"]) {
    const one = field(form, name);
    if (one && name in words) one.value = String(words[name] ?? "");
  }
  const needs = Array.isArray(words.needs) ? words.needs : [];
  for (const box of form.querySelectorAll("[name='needs']")) tick(box, needs.includes(/** @type {HTMLInputElement} */ (box).value));
  const chosen = Array.isArray(words.tags) ? words.tags : [];
  const more = field(form, "more_tags");
  if (more) more.value = chosen.join(", ");
  for (const box of form.querySelectorAll("[name='tags']")) tick(box, chosen.includes(/** @type {HTMLInputElement} */ (box).value));
  for (const box of form.querySelectorAll("[name='changes_treatment']")) {
    const yes = /** @type {HTMLInputElement} */ (box).value === "yes";
    if ("changes_treatment" in words) tick(box, yes === words.changes_treatment);
  }
  const material = form.querySelector("[name='material']");
  if (material) tick(material, Boolean(words.material));
}

/** Whether these are the words that are there: the long ones, which nobody writes twice alike. @param {Record<string, unknown>} words @param {Record<string, unknown>} there */
export function same(words, there) {
  const plain = (/** @type {unknown} */ said) => String(said ?? "").trim();
  return ["title", "body", "url", "helps", "source", "interest"].every((name) => plain(words[name]) === plain(there[name]));
}

/** @param {Element} box @param {boolean} on */
function tick(box, on) {
  /** @type {HTMLInputElement} */ (box).checked = on;
}
