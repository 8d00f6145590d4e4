// Badges on pages that have no script of a room: the server says who has one, and then what changes. Each stands in a
// place of its own beside the name, also while there is none.
import { Badges } from "./badges.js";
import { Refused } from "./errors.js";

/** @typedef {import("./types.js").Badge} Badge */

const AGAIN = 10000;

export class Worn extends Badges {
  /** @param {import("./live.js").Live} live */
  constructor(live) {
    super();
    this.live = live;
    const within = /** @type {HTMLElement | null} */ (document.querySelector("template#badges"))?.dataset.in;
    if (!within) return; // no page inside a community
    live.socket.on("connect", () => this.ask(within));
    live.socket.on("badge:changed", (/** @type {Badge & {community_id: string}} */ badge) => {
      if (badge.community_id === within) this.changed(badge);
    });
  }

  /** @param {string} community */
  async ask(community) {
    this.entering();
    try {
      this.entered((await this.live.ask("community:badges", { community_id: community })).badges);
    } catch (error) {
      if (error instanceof Refused && error.passing) setTimeout(() => this.ask(community), AGAIN);
    }
  }

  redraw(whose = "") {
    if (!this.known) return;
    super.redraw(whose);
    for (const one of found(`[data-of${whose}]`)) this.keep(one);
    for (const all of found("[data-of-any]")) all.hidden = !all.querySelector("[data-of]:not([hidden])");
  }

  /**
   * What is said of somebody as this, and nothing else, goes with it. It does not come back with the badge: what was
   * checked or reviewed is not so again by itself.
   * @param {HTMLElement} one
   */
  keep(one) {
    const { role, title } = this.whatIs(one.dataset.of);
    one.hidden ||= ![role, `${role} ${title}`].includes(one.dataset.onlyAs);
  }
}

/** @param {string} which @returns {NodeListOf<HTMLElement>} */
const found = (which) => document.querySelectorAll(which);
