// What the page says anew, where the news are only that something changed: they tell nobody else's secrets.
import { part } from "./page.js";

/** @param {string} id @returns {Promise<HTMLElement | null | undefined>} a part as it would be drawn now */
async function drawn(id) {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return undefined; // the next page has it
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
}

/** @param {string} id @param {HTMLElement} fresh */
function put(id, fresh) {
  part(`#${id}`).replaceChildren(...[...fresh.childNodes].map((one) => document.importNode(one, true)));
}

/** For a mentor: whom they are asked to welcome. */
export async function askedAnew() {
  const fresh = await drawn("asked");
  if (fresh) put("asked", fresh);
}

/** Whether somebody may not write here any more; then the page says why, and until when. */
export async function isSilenced() {
  const fresh = await drawn("silent");
  if (!fresh || fresh.hidden) return false;
  put("silent", fresh);
  part("#silent").hidden = false;
  return true;
}
