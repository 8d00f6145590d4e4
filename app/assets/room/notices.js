// What is told to one person alone: that something changed, and not what. So the page is asked, as it would be drawn now.
import { part } from "./page.js";

const AGAIN = 5000; // the clock here may be ahead of the server's
const DAY = 86400000; // a browser's timer holds no more than 24 of these

export class Notices {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   support: import("./support.js").Support,
   *   turned: (fresh: Document) => void,
   * }} parts `turned`: whether the reader may write is otherwise now
   */
  constructor({ page, support, turned }) {
    this.page = page;
    this.support = support;
    this.turned = turned;
    this.last = 0;
    this.timer = 0;
    this.lookLater();
  }

  /** @param {string} kind */
  heard(kind) {
    if (kind === "letter") this.support.tell();
    if (kind === "asking") this.asked();
    if (kind === "removal") this.support.gone();
    if (kind === "sanction") this.lookAgain();
    if (kind === "conversation") this.moved();
  }

  /** Whether a conversation of two goes on turns with what is said in it, until both want it. */
  moved() {
    const request = document.getElementById("request");
    if (request && request.dataset.state !== "open") this.lookAgain();
  }

  /** Whom a mentor is asked to welcome. */
  async asked() {
    const fresh = (await drawn())?.getElementById("asked");
    if (fresh) put("asked", fresh);
  }

  /** Whoever may not write any more learns why before they send; whoever may again goes on where they were. Of two
   * pages that were asked for, the first may come last: it counts no more. */
  async lookAgain() {
    const turn = ++this.last;
    const fresh = await drawn();
    const silent = fresh?.getElementById("silent");
    if (!fresh || !silent || turn !== this.last) return;
    put("silent", silent);
    renew(fresh);
    part("#silent").hidden = silent.hidden;
    part("#silent").dataset.until = silent.dataset.until || "";
    this.lookLater();
    if (this.page.mayWrite === silent.hidden) return;
    this.page.mayWrite = silent.hidden;
    this.turned(fresh);
  }

  /** A mute ends by itself, and nobody tells of it. */
  lookLater() {
    clearTimeout(this.timer);
    const { until } = part("#silent").dataset;
    const left = Math.min(Math.max(new Date(until || 0).getTime() - Date.now(), AGAIN), DAY);
    if (until) this.timer = Number(setTimeout(() => this.lookAgain(), left));
  }
}

/** @returns {Promise<Document | null>} */
async function drawn() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return null; // the next page has it
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** What is asked of the reader in a conversation of two. @param {Document} fresh */
function renew(fresh) {
  const request = fresh.getElementById("request");
  if (!request) return;
  put("request", request);
  part("#request").dataset.state = request.dataset.state || "";
}

/** @param {string} id @param {HTMLElement} fresh */
function put(id, fresh) {
  part(`#${id}`).replaceChildren(...[...fresh.childNodes].map((one) => document.importNode(one, true)));
}
