// Small stand-ins for what the browser and the server do.
import { memory } from "../../app/assets/room/store.js";

export const soon = (ms = 0) => new Promise((done) => setTimeout(done, ms));

/** A store that survives the page, as IndexedDB does. */
export const durable = () => Object.assign(memory(), { durable: true });

export function message(seq, more = {}) {
  const author = { id: "ben", handle: "ben" };
  return { id: `id-${seq}`, seq, change_seq: seq, author, anonymous: false, removed: false, ...more };
}
