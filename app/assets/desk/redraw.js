// What a newer page says is put into this one. Words that somebody is writing stay where they are.
import { wake } from "../site/forms.js";
import { isAsItCame, keep } from "./kept.js";

const QUEUE = '.tabs a[href$="/queue"]';

/** @param {Document} fresh */
export function redraw(fresh) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live]"))) {
    const same = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (same) renew(part, same);
  }
  const tab = document.querySelector(QUEUE);
  const now = fresh.querySelector(QUEUE);
  if (tab && now) renew(/** @type {HTMLElement} */ (tab), now);
  const body = /** @type {HTMLElement | null} */ (document.querySelector("#case [data-whole]"));
  const next = fresh.querySelector("#case [data-whole]");
  if (!body || !next) return;
  const isFresh = version(body) === version(next) && isUntouched(body);
  if (isFresh) renew(body, next);
  // Whoever writes on, further down, must see that it is somebody else's by now, or decided.
  body.toggleAttribute("data-behind", !isFresh && forms(body) !== forms(next));
}

/** What can be done about it, as the addresses of its forms. @param {Element} body */
function forms(body) {
  return [...body.querySelectorAll("form")].map((form) => form.getAttribute("action")).join();
}

/** Whoever reads one version must not decide about the next without knowing. @param {Element} body */
function version(body) {
  return body.querySelector("[name=version]")?.getAttribute("value");
}

/** @param {HTMLElement} part @param {Element} fresh */
export function renew(part, fresh) {
  if (plain(part) === plain(fresh)) return;
  const focused = part.contains(document.activeElement) ? sign(document.activeElement) : "";
  const place = part.scrollTop;
  const putBack = keep(part);
  part.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  part.scrollTop = place;
  wake(part);
  putBack();
  if (focused) /** @type {HTMLElement | null} */ (part.querySelector(focused))?.focus();
}

/** What stands in it, but for what a script shows and hides. @param {Element} part */
function plain(part) {
  const copy = /** @type {Element} */ (part.cloneNode(true));
  copy.querySelectorAll("[name=csrf_token], [name=client_key], noscript").forEach((one) => one.remove());
  copy.querySelectorAll("[data-fills], [data-copy]").forEach((one) => one.removeAttribute("hidden"));
  copy.querySelectorAll("details").forEach((one) => one.removeAttribute("open"));
  return copy.innerHTML.replace(/\s+/g, " ");
}

/** How to find an element again. @param {Element | null} element */
function sign(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  const link = element?.getAttribute("href");
  return link ? `a[href="${CSS.escape(link)}"]` : "";
}

/** Nobody is writing, choosing or reading in something that they opened. @param {HTMLElement} body */
export function isUntouched(body) {
  if (body.contains(document.activeElement) && document.activeElement !== body) return false;
  if (body.querySelector("details[open], [data-faults]")) return false;
  return [...body.querySelectorAll("input, select, textarea")].every(isAsItCame);
}
