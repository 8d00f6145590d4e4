// Keeps the queue as it is, and says when nothing new can come.
import { Live } from "../room/live.js";
import { Worn } from "../room/worn.js";
import { Fresh } from "./fresh.js";
import { Line } from "./line.js";
import { redraw } from "./redraw.js";

/** @param {HTMLElement} main */
export function startDesk(main) {
  const fresh = new Fresh(() => main.dataset.here || location.href, (page) => (redraw(page), worn.redraw()));
  const line = new Line();
  const up = () => (line.up(), fresh.soon());
  const live = new Live({ up, down: () => line.down(), ended: () => location.reload() });
  live.socket.on("case:changed", (/** @type {{community_id: string}} */ said) => {
    if (said.community_id === main.dataset.community) fresh.soon();
  });
  const worn = new Worn(live);
  live.socket.connect();
  addEventListener("offline", () => line.down());
  addEventListener("online", () => live.socket.connected && line.up());
}
