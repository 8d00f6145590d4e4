// The keyboard: one message at a time is in the Tab order, arrows move from one to the next.
const CONTROLS = "a[href], button";

/** Whether this key press sends. A phone's Enter is for a new line. @param {KeyboardEvent} event */
export function sends(event) {
  if (event.key !== "Enter" || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return !event.shiftKey && !event.altKey && matchMedia("(hover: hover) and (pointer: fine)").matches;
}

export class Keys {
  /** @param {HTMLElement} box @param {HTMLElement} list */
  constructor(box, list) {
    this.list = list;
    /** @type {HTMLElement | null} */
    this.active = null;
    box.addEventListener("focus", () => this.active?.isConnected || this.activate(this.last));
    list.addEventListener("focusin", (event) => this.activate(this.rowOf(event.target)));
    box.addEventListener("keydown", (event) => this.press(event));
  }

  /** @returns {HTMLElement[]} */
  get rows() {
    return Array.from(this.list.querySelectorAll("li.message"));
  }

  get last() {
    return this.rows.pop() || null;
  }

  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  rowOf(target) {
    return target instanceof Element ? target.closest("li.message") : null;
  }

  /** Takes a new row, or one drawn anew, out of the Tab order. @param {HTMLElement} li */
  equip(li) {
    const mine = li === this.active;
    li.tabIndex = mine ? 0 : -1;
    li.querySelectorAll(CONTROLS).forEach((each) => this.allow(each, mine));
  }

  /** @param {Element} control @param {boolean} tabbable */
  allow(control, tabbable) {
    if (tabbable) control.removeAttribute("tabindex");
    else control.setAttribute("tabindex", "-1");
  }

  /** @param {HTMLElement | null} li */
  activate(li) {
    if (!li || li === this.active) return;
    const before = this.active;
    this.active = li;
    if (before) this.equip(before);
    this.equip(li);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.defaultPrevented || event.altKey || event.ctrlKey || target.closest("textarea, [role=menu]")) return;
    const next = this.next(event.key, this.rowOf(target));
    if (!next) return;
    event.preventDefault();
    this.focus(next);
  }

  /** @param {string} key @param {HTMLElement | null} from */
  next(key, from) {
    const rows = this.rows;
    const at = from ? rows.indexOf(from) : rows.length;
    if (key === "ArrowUp") return rows[Math.max(0, at - 1)];
    if (key === "ArrowDown") return rows[Math.min(rows.length - 1, at + 1)];
    if (key === "Home") return rows[0];
    return key === "End" ? rows[rows.length - 1] : null;
  }

  /** A list item has no name of its own for a screen reader to say. @param {HTMLElement} li */
  focus(li) {
    const words = [".message-head", ".message-body"].map((each) => li.querySelector(each)?.textContent?.trim() || "");
    li.setAttribute("aria-label", words.join(": ").replace(/\s+/g, " ").slice(0, 600));
    li.addEventListener("blur", () => li.removeAttribute("aria-label"), { once: true });
    li.focus({ preventScroll: true });
    li.scrollIntoView({ block: "nearest" });
  }
}
