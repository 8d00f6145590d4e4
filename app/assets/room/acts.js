// What can be done with a message: its buttons, and where each of them leads.
import { copyOf, part } from "./page.js";
import { Menu } from "./menu.js";

/** @param {EventTarget | null} target @param {string} selector @returns {HTMLElement | null} */
const closest = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/** @param {HTMLElement} li */
export const idOf = (li) => li.id.slice(2);

export class Acts {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   words: import("./words.js").Words,
   *   does: Record<string, (li: HTMLElement, emoji?: string) => void>,
   * }} parts `does`: what happens, by its name in the markup
   */
  constructor({ page, words, does }) {
    this.page = page;
    this.words = words;
    this.does = does;
    this.menu = new Menu((what, li) => this.act(what, li));
    page.main.addEventListener("click", (event) => this.click(event));
  }

  /** @param {HTMLElement} li */
  equip(li) {
    if (li.dataset.state || li.querySelector(".message-acts")) return;
    const chips = /** @type {NodeListOf<HTMLButtonElement>} */ (li.querySelectorAll("button.chip"));
    chips.forEach((chip) => (chip.disabled = !this.page.mayWrite && chip.getAttribute("aria-pressed") !== "true"));
    const who = part(".handle", li).textContent || "";
    const acts = copyOf("acts-template");
    /** @type {NodeListOf<HTMLElement>} */ (acts.querySelectorAll("button")).forEach((button) => {
      const act = button.dataset.act || "";
      if (act !== "more" && !this.page.mayWrite) button.remove();
      button.setAttribute("aria-label", this.words.say(`${act}_to`, { who }));
    });
    li.append(acts);
  }

  /** @param {MouseEvent} event */
  click(event) {
    const button = closest(event.target, "[data-act], .chip[data-emoji], [data-unfold]");
    const li = /** @type {HTMLElement | null} */ (button?.closest("li.message"));
    if (!button || !li || button.closest("[role=menu]")) return;
    if (button.dataset.emoji) this.act(`react:${button.dataset.emoji}`, li);
    else if (button.dataset.act === "react") this.menu.open(button, li, ["react"]);
    else if (button.dataset.act === "more") this.menu.open(button, li, this.offers(li));
    else this.act(button.dataset.act || "unfold", li);
  }

  /** Where nothing hovers, the other buttons are not shown, so the menu has them. @param {HTMLElement} li */
  offers(li) {
    const { mayWrite, mayReport, mayShare, ofTwo } = this.page;
    const all = mayWrite && matchMedia("(hover: none)").matches;
    const may = { react: all, reply: all, thread: !ofTwo, edit: "edit" in li.dataset, remove: "remove" in li.dataset };
    const stands = li.dataset.state !== "removed";
    const report = stands && mayReport && !("own" in li.dataset);
    const offered = { ...may, tip: stands && mayShare, report, copy: Boolean(navigator.clipboard) };
    return Object.entries(offered).flatMap(([name, yes]) => (yes ? [name] : []));
  }

  /** @param {string} what @param {HTMLElement} li */
  act(what, li) {
    const [name, emoji] = what.split(":");
    const does = this.does[name];
    if (does) does(li, emoji);
  }
}
