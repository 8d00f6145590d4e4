// The thread pane. Its address is a page of its own; here the page's pane is fetched and put beside the room.
import { Log } from "./log.js";
import { part } from "./page.js";

const WIDE = "(min-width: 76em)";

/** @param {MouseEvent} event */
const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

export class Thread {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   clock: import("./clock.js").Clock,
   *   words: import("./words.js").Words,
   *   opened: (pane: HTMLElement, list: HTMLElement, root: string) => void,
   *   turned: () => void,
   * }} parts
   */
  constructor({ page, clock, words, opened, turned }) {
    this.page = page;
    this.how = { clock, words, prefix: "t", days: false };
    this.opened = opened;
    this.turned = turned;
    /** @type {{root: string, log: Log} | null} */
    this.open = null;
    this.last = 0;
    this.path = location.pathname;
    page.main.addEventListener("click", (event) => this.click(event));
    window.addEventListener("popstate", () => location.pathname === this.path || this.follow(location.pathname));
  }

  get pane() {
    return part("#thread");
  }

  start() {
    const { root } = this.pane.dataset;
    this.page.main.toggleAttribute("data-thread", Boolean(root));
    this.open = null;
    if (root) this.wire(root);
    this.turned();
  }

  /** @param {string} root */
  wire(root) {
    const list = part(".messages", this.pane);
    const beside = matchMedia(WIDE).matches; // the log beside it is read out already
    part(".pane-body", this.pane).setAttribute("aria-live", beside ? "off" : "polite");
    this.open = { root, log: new Log(list, this.how) };
    this.opened(this.pane, list, root);
  }

  /** @param {MouseEvent} event */
  click(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || !plain(event)) return;
    const { pathname, origin } = /** @type {HTMLAnchorElement} */ (link);
    const ours = link.matches(".replies a, [data-talk] a, [data-close]") && origin === location.origin;
    if (!ours) return;
    event.preventDefault();
    this.go(pathname);
  }

  /** @param {string} path */
  async go(path) {
    history.pushState(null, "", path);
    await this.follow(path);
  }

  /** @param {string} path */
  async follow(path) {
    const turn = ++this.last;
    this.path = path;
    if (!path.includes("/threads/")) return this.close();
    try {
      const pane = await fetchPane(path);
      if (turn === this.last) this.show(pane);
    } catch {
      location.assign(path); // the plain way tells what is wrong
    }
  }

  /** @param {HTMLElement} pane */
  show(pane) {
    this.pane.replaceWith(pane);
    this.start();
    part("h2", pane).focus();
  }

  close() {
    const root = this.open?.root;
    const empty = /** @type {HTMLElement} */ (this.pane.cloneNode(false));
    empty.hidden = true;
    delete empty.dataset.root;
    this.pane.replaceWith(empty);
    this.start();
    const row = root && document.getElementById(`m-${root}`);
    if (row) row.focus();
  }
}

/** @param {string} path @returns {Promise<HTMLElement>} */
async function fetchPane(path) {
  const answer = await fetch(path, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const pane = page.querySelector("#thread[data-root]");
  if (!answer.ok || !pane) throw new Error(answer.statusText);
  return document.importNode(/** @type {HTMLElement} */ (pane), true);
}
