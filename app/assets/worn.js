// The script of a community's pages that have no other live line: the badges on them are kept as they are today.
import { Live } from "./room/live.js";
import { Worn } from "./room/worn.js";

if (document.querySelector("[data-worn], li.message[data-by]")) {
  const live = new Live({ up: () => undefined, down: () => undefined, ended: () => undefined });
  new Worn(live);
  live.socket.connect();
}
