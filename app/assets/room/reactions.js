// Reactions: few, named in words, and counted.
import { part } from "./page.js";

/** @typedef {{words: import("./words.js").Words, page: import("./types.js").Page}} How */

/** @param {Element} li @returns {string[]} those of the reader */
export function pressed(li) {
  const chips = /** @type {NodeListOf<HTMLElement>} */ (li.querySelectorAll('.reactions [aria-pressed="true"]'));
  return Array.from(chips, (chip) => chip.dataset.emoji || "");
}

/** The menu has the names. @param {string} emoji */
function nameOf(emoji) {
  const { content } = /** @type {HTMLTemplateElement} */ (part("template#menu-template"));
  const choices = /** @type {NodeListOf<HTMLElement>} */ (content.querySelectorAll("[data-emoji]"));
  return Array.from(choices).find((each) => each.dataset.emoji === emoji)?.dataset.name || emoji;
}

/** @param {HTMLElement | undefined} was @param {string} emoji @param {number} n @param {boolean} mine @param {How} how */
function chip(was, emoji, n, mine, { words, page }) {
  const button = /** @type {HTMLButtonElement} */ (was || document.createElement("button"));
  button.type = "button";
  button.className = "chip";
  button.disabled = !page.mayWrite && !mine; // what one said can be taken back by whoever may say nothing
  button.dataset.emoji = emoji;
  button.setAttribute("aria-pressed", String(mine));
  button.setAttribute("aria-label", words.say(mine ? "reacted_too" : "reacted", { name: nameOf(emoji), n }));
  button.textContent = `${emoji} ${n}`;
  return button;
}

/** @param {HTMLElement} li @returns {HTMLElement} */
function container(li) {
  const made = document.createElement("div");
  made.className = "reactions";
  part(".message-body", li).after(made);
  return made;
}

/**
 * Chips that stay keep their element, so the reader's focus on one is not lost.
 * @param {HTMLElement} li @param {Record<string, number>} reactions @param {string[]} mine @param {How} how
 */
export function drawReactions(li, reactions, mine, how) {
  const box = /** @type {HTMLElement} */ (li.querySelector(".reactions") || container(li));
  const were = /** @type {HTMLElement[]} */ (Array.from(box.children));
  const counts = Object.entries(reactions).filter(([, count]) => count > 0);
  const chips = counts.map(([emoji, count]) => {
    const was = were.find((each) => each.dataset.emoji === emoji);
    return chip(was, emoji, count, mine.includes(emoji), how);
  });
  were.filter((each) => !chips.includes(/** @type {HTMLButtonElement} */ (each))).forEach((each) => each.remove());
  chips.forEach((each, index) => box.children[index] !== each && box.insertBefore(each, box.children[index] || null));
  if (!chips.length) box.remove();
}
