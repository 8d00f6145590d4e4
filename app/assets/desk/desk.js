// Keeps the queue as it is: it asks again when a case changes, after a lost connection, and every minute, since news
// can be lost on the way and clocks run on by themselves.
import { Live } from "../room/live.js";
import { Line } from "./line.js";
import { redraw } from "./redraw.js";

const EVERY = 60000;
const TOGETHER = 150; // several changes in a row are one

/** @param {HTMLElement} main */
export function startDesk(main) {
  const desk = new Desk(main);
  const line = new Line();
  const up = () => (line.up(), desk.soon());
  const live = new Live({ up, down: () => line.down(), ended: () => location.reload() });
  live.socket.on("case:changed", (/** @type {{community_id: string}} */ said) => {
    if (said.community_id === main.dataset.community) desk.soon();
  });
  live.socket.connect();
  setInterval(() => desk.soon(), EVERY);
  document.addEventListener("visibilitychange", () => desk.soon());
  addEventListener("offline", () => line.down());
  addEventListener("online", () => (live.socket.connected ? up() : desk.soon())); // the socket tries again after a while
}

class Desk {
  /** @param {HTMLElement} main */
  constructor(main) {
    this.main = main;
    this.waiting = 0;
    this.asking = false;
    this.left = false;
    // Whoever has sent a form waits for its answer: nothing may change under it.
    document.addEventListener("submit", (event) => (this.left = !event.defaultPrevented));
    addEventListener("pageshow", () => (this.left = false));
  }

  soon() {
    if (this.waiting || document.hidden) return;
    this.waiting = setTimeout(() => this.refresh(), TOGETHER);
  }

  async refresh() {
    this.waiting = 0;
    if (this.asking || this.left) return this.later();
    this.asking = true;
    try {
      const answer = await fetch(this.main.dataset.here || location.href, { cache: "no-store" });
      if (answer.status === 404 || answer.status === 403 || answer.redirected) return location.reload();
      if (answer.ok && !this.left) redraw(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The line is broken; the next minute, or its return, asks again.
    } finally {
      this.asking = false;
    }
    return undefined;
  }

  /** What changes while an answer is on its way is asked for after it. */
  later() {
    if (!this.left) this.waiting = setTimeout(() => this.refresh(), TOGETHER);
  }
}
