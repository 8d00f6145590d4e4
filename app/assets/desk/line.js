// Whether news can come. A connection that is made anew at once is nobody's concern.
const PATIENCE = 2000;

export class Line {
  constructor() {
    this.timer = 0;
  }

  up() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.show(false);
  }

  down() {
    this.timer ||= Number(setTimeout(() => this.show(true), PATIENCE));
  }

  /** @param {boolean} broken */
  show(broken) {
    const places = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-line]"));
    places.forEach((one) => (one.hidden = !broken));
    document.body.toggleAttribute("data-live-now", !broken);
  }
}
