// What is told to one person alone: that something changed, and not what. So the page is asked, as it would be drawn now.
import { part } from "./page.js";

export class Notices {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   support: import("./support.js").Support,
   *   stop: () => void,
   * }} parts
   */
  constructor({ page, support, stop }) {
    this.page = page;
    this.support = support;
    this.stop = stop;
  }

  /** @param {string} kind */
  heard(kind) {
    if (kind === "letter") this.support.tell();
    if (kind === "asking") this.asked();
    if (kind === "sanction") this.sanctioned();
  }

  /** Whom a mentor is asked to welcome. */
  async asked() {
    const fresh = await drawn("asked");
    if (fresh) put("asked", fresh);
  }

  /** Whoever may not write any more keeps the words, and learns why before they send them. Whoever may again has a page
   * in which there is nothing that could be lost: the words are kept on the device. */
  async sanctioned() {
    if (!this.page.mayWrite) return location.reload();
    const fresh = await drawn("silent");
    if (!fresh || fresh.hidden) return undefined;
    this.page.mayWrite = false;
    put("silent", fresh);
    part("#silent").hidden = false;
    return this.stop();
  }
}

/** @param {string} id @returns {Promise<HTMLElement | null>} */
async function drawn(id) {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return null; // the next page has it
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
}

/** @param {string} id @param {HTMLElement} fresh */
function put(id, fresh) {
  part(`#${id}`).replaceChildren(...[...fresh.childNodes].map((one) => document.importNode(one, true)));
}
