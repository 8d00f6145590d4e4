// Small stand-ins for what the browser and the server do.
import { memory } from "../../app/assets/room/store.js";

export const soon = (ms = 0) => new Promise((done) => setTimeout(done, ms));

/** Until it holds, and not for ever. @param {() => boolean} holds */
export async function until(holds) {
  const end = Date.now() + 10000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never: ${holds}`);
    await soon(1);
  }
}

/** A store that survives the page, as IndexedDB does. */
export const durable = () => Object.assign(memory(), { durable: true });

export function message(seq, more = {}) {
  const author = { id: "ben", handle: "ben" };
  return { id: `id-${seq}`, seq, change_seq: seq, author, anonymous: false, removed: false, ...more };
}
