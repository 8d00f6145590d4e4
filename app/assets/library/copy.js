// The browser's own copy of what is typed. Signing out forgets it (site/leave.js).
import { read } from "./fields.js";

/** @param {HTMLFormElement} form */
const name = (form) => `cairn:draft:${form.dataset.key}`;

/** Private windows may refuse: then there is none. @template T @param {() => T} act */
function gently(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {string} since */
export function keep(form, since) {
  gently(() => localStorage.setItem(name(form), JSON.stringify({ since, words: read(form) })));
}

/** @param {HTMLFormElement} form */
export function forget(form) {
  gently(() => localStorage.removeItem(name(form)));
}

/**
 * What was typed after `since` and never arrived. A copy that is older than what the server has is of no use any more.
 * @param {HTMLFormElement} form @param {string} since
 * @returns {Record<string, unknown> | null}
 */
export function left(form, since) {
  const kept = gently(() => JSON.parse(localStorage.getItem(name(form)) || "null"));
  if (kept && Date.parse(kept.since) === Date.parse(since)) return kept.words;
  forget(form);
  return null;
}
