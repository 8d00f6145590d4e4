// Keeps a page as it is: it is asked for again when there is news, after a lost connection, and every minute, since news
// can be lost on the way and clocks run on by themselves.
const EVERY = 60000;
const TOGETHER = 150; // several changes in a row are one

export class Fresh {
  /** @param {() => string} path where the page is @param {(fresh: Document) => void} take */
  constructor(path, take) {
    this.path = path;
    this.take = take;
    this.waiting = 0;
    this.asking = false;
    this.left = false;
    // Whoever has sent a form waits for its answer: nothing may change under it.
    document.addEventListener("submit", (event) => (this.left = !event.defaultPrevented));
    addEventListener("pageshow", () => (this.left = false));
    document.addEventListener("visibilitychange", () => this.soon());
    addEventListener("online", () => this.soon()); // the socket tries again after a while
    setInterval(() => this.soon(), EVERY);
  }

  soon() {
    if (this.waiting || document.hidden) return;
    this.waiting = Number(setTimeout(() => this.refresh(), TOGETHER));
  }

  async refresh() {
    this.waiting = 0;
    if (this.asking || this.left) return this.later();
    this.asking = true;
    try {
      const answer = await fetch(this.path(), { cache: "no-store" });
      if (answer.status === 404 || answer.status === 403 || answer.redirected) return location.reload();
      if (answer.ok && !this.left) this.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The line is broken; the next minute, or its return, asks again.
    } finally {
      this.asking = false;
    }
    return undefined;
  }

  /** What changes while an answer is on its way is asked for after it. */
  later() {
    if (!this.left) this.waiting = Number(setTimeout(() => this.refresh(), TOGETHER));
  }
}
