// One menu for all messages: it moves to the message whose button was pressed.
import { copyOf, part } from "./page.js";
import { pressed } from "./reactions.js";

export class Menu {
  /** @param {(what: string, li: HTMLElement) => void} act */
  constructor(act) {
    this.act = act;
    this.node = copyOf("menu-template");
    /** @type {HTMLElement | null} */
    this.opener = null;
    this.node.addEventListener("click", (event) => this.choose(event));
    this.node.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("pointerdown", (event) => this.outside(event));
  }

  /** @param {HTMLElement} opener @param {HTMLElement} li @param {string[]} offered */
  open(opener, li, offered) {
    const again = this.opener === opener;
    this.close();
    if (again) return;
    this.opener = opener;
    opener.setAttribute("aria-expanded", "true");
    this.offer(li, offered);
    part(".message-acts", li).after(this.node);
    this.place(li);
    this.items[0]?.focus();
  }

  /** @param {HTMLElement} li @param {string[]} offered */
  offer(li, offered) {
    const mine = pressed(li);
    /** @type {NodeListOf<HTMLElement>} */ (this.node.querySelectorAll("[data-do]")).forEach((item) => {
      item.hidden = !offered.includes(item.dataset.do || "");
    });
    /** @type {NodeListOf<HTMLElement>} */ (this.node.querySelectorAll("[data-emoji]")).forEach((item) => {
      item.setAttribute("aria-checked", String(mine.includes(item.dataset.emoji || "")));
    });
    part("[role=group]", this.node).hidden = !offered.includes("react");
  }

  /** Upwards where there is more room. @param {HTMLElement} li */
  place(li) {
    const box = (li.closest(".log, .pane-body") || li).getBoundingClientRect();
    const { top } = li.getBoundingClientRect();
    const below = Math.min(box.bottom, window.innerHeight) - top - 32;
    const above = top - Math.max(box.top, 0);
    this.node.toggleAttribute("data-up", below < this.node.offsetHeight && above > below);
    this.node.scrollIntoView({ block: "nearest" });
  }

  /** @returns {HTMLElement[]} */
  get items() {
    const all = /** @type {NodeListOf<HTMLElement>} */ (this.node.querySelectorAll("button"));
    return Array.from(all).filter((item) => item.offsetParent !== null);
  }

  /** @param {boolean} [back] whether the focus returns to where it was */
  close(back = false) {
    this.node.remove();
    this.opener?.setAttribute("aria-expanded", "false");
    if (back) this.opener?.focus();
    this.opener = null;
  }

  /** @param {PointerEvent} event */
  outside(event) {
    const target = /** @type {Element} */ (event.target);
    if (this.opener && !this.node.contains(target) && !this.opener.contains(target)) this.close();
  }

  /** @param {MouseEvent} event */
  choose(event) {
    const item = /** @type {Element} */ (event.target).closest("button");
    const li = /** @type {HTMLElement | null} */ (this.node.closest("li.message"));
    if (!item || !li) return;
    this.close(true);
    this.act(item.dataset.do || `react:${item.dataset.emoji}`, li);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const items = this.items;
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 });
    if (event.key === "Escape" || event.key === "Tab") this.close(true);
    else if (event.key in steps) items[(at + steps[event.key] + items.length) % items.length].focus();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  }
}
