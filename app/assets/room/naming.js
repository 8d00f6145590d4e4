// The stone, the name and the badges at the head of a row.
import { hue, part } from "./page.js";

/** @typedef {import("./types.js").Person} Person */

/** @param {HTMLElement} li @param {Person} person @param {string} base */
export function nameRow(li, person, base) {
  li.dataset.by = person.id;
  const stone = part(".stone", li);
  stone.dataset.hue = String(hue(person.id));
  stone.textContent = person.handle.charAt(0);
  const handle = part(".handle", li);
  handle.textContent = person.handle;
  handle.setAttribute("href", `${base}/members/${person.id}`);
}

/**
 * A row without a person: anonymous, erased or removed.
 * @param {HTMLElement} li @param {string} letter @param {string} name
 */
export function hollowRow(li, letter, name) {
  delete li.dataset.by;
  const stone = part(".stone", li);
  stone.className = "stone hollow";
  delete stone.dataset.hue;
  stone.textContent = letter;
  const plain = document.createElement("span");
  plain.className = "handle";
  plain.textContent = name;
  part(".handle", li).replaceWith(plain);
}

/** @param {HTMLElement} li @param {Person | null} person */
export function badgeRow(li, person) {
  const badge = li.querySelector(".message-head .badge[data-kind]");
  const wanted = person && badgeOf(person);
  if (badge && wanted?.isEqualNode(badge)) return;
  badge?.remove();
  if (wanted) part(".handle", li).after(" ", wanted);
}

/** @param {Person} person @returns {Element | null | undefined} */
export function badgeOf({ role, title }) {
  const { content } = /** @type {HTMLTemplateElement} */ (part("template#badges"));
  const found = content.querySelector(`[data-kind="${role}"]`);
  const copy = found && document.importNode(found, true);
  if (copy && title) /** @type {ChildNode} */ (copy.lastChild).textContent = title;
  return copy;
}
