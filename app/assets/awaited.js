// The script of pages on which somebody waits for an answer: it comes by itself, and words being written stay. Where the
// page is stands in `data-here`; each part that may change has a name in `data-awaited`, also inside of another.
import { Fresh } from "./desk/fresh.js";
import { isUntouched, renew } from "./desk/redraw.js";
import { Live } from "./room/live.js";
import { Worn } from "./room/worn.js";

/**
 * From the outermost in: where somebody writes, only what stands around it is new.
 * @param {Document} fresh @param {Worn} worn
 */
function take(fresh, worn) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-awaited]"))) {
    const same = fresh.querySelector(`[data-awaited="${part.dataset.awaited}"]`);
    if (!same || !part.isConnected || !isUntouched(part)) continue;
    // Who stands elsewhere now has another page, with other ways on it.
    if ("whole" in part.dataset && said(part) !== said(same)) return location.reload();
    renew(part, same);
  }
  worn.redraw(); // what was drawn a moment before a change may come after it
  document.dispatchEvent(new Event("cairn:news")); // what stands here now may have been what was counted
  return undefined;
}

/** @param {Element} part */
const said = (part) => (part.textContent || "").replace(/\s+/g, " ");

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-here]"));
if (place) {
  const page = new Fresh(() => place.dataset.here || location.href, (fresh) => take(fresh, worn));
  const live = new Live({ up: () => page.soon(), down: () => undefined, ended: () => undefined });
  for (const news of ["notice", "membership:changed", "badge:changed"]) live.socket.on(news, () => page.soon());
  const worn = new Worn(live);
  live.socket.connect();
}
