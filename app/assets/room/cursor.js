/**
 * How far this page knows the room without a hole. Each post, edit and removal moves the room's counter by one,
 * so a number that skips one tells that something was lost on the way.
 */
export class Cursor {
  /** @param {number} at */
  constructor(at) {
    this.at = at;
    /** @type {Set<number>} */
    this.ahead = new Set();
  }

  get hasGap() {
    return this.ahead.size > 0;
  }

  /** @param {number} change @returns {boolean} whether something before it is missing */
  saw(change) {
    if (change > this.at) this.ahead.add(change);
    this.close();
    return this.hasGap;
  }

  /** Everything up to here is known: a caught-up list skips numbers that a later change took over. @param {number} to */
  reached(to) {
    this.at = Math.max(this.at, to);
    this.close();
  }

  close() {
    while (this.ahead.delete(this.at + 1)) this.at += 1;
    this.ahead.forEach((change) => change <= this.at && this.ahead.delete(change));
  }
}
