// The outbox of this room, tied to the socket, to the rows and to the other tabs.
import { alone } from "./lock.js";
import { Outbox } from "./outbox.js";
import { newKey } from "./page.js";
import { Pending } from "./pending.js";
import { openStore } from "./store.js";

/** @typedef {import("./types.js").Item} Item */

const HOLD = 3000;

/** @param {import("./room.js").Room} room */
export function makePending({ page, words, view }) {
  const { scroll, thread, log, say } = view;
  return new Pending({
    page,
    words,
    scroll,
    say,
    logOf: (item) => (item.thread && thread.open?.root === item.thread ? thread.open.log : log),
  });
}

/** @param {import("./room.js").Room} room */
export function makeOutbox(room) {
  const { page, view, talk, pending } = room;
  const { feed, held, scroll } = view;
  const place = `${page.room}:${page.me.id}`;
  const store = openStore();

  /** @param {string} key */
  const release = (key) => feed.take(held.stop(key), "live");

  /** @param {Item} item */
  async function post(item) {
    held.start(item.key, item.anonymous);
    const tired = setTimeout(() => release(item.key), HOLD);
    try {
      return await talk.post(item);
    } catch (error) {
      release(item.key);
      throw error;
    } finally {
      clearTimeout(tired);
    }
  }

  /** @param {Item} item @param {import("./types.js").Answer} answer */
  function sent(item, { message, support }) {
    const waited = held.stop(item.key);
    scroll.hold(() => {
      pending.take(item.key);
      feed.take([message, ...waited], "live");
    });
    room.support.show(support);
    room.status.changed();
  }

  const outbox = new Outbox({
    place,
    store,
    post,
    sent,
    newKey,
    alone: (work) => alone(`cairn:outbox:${place}`, work),
    show: (item, state) => {
      pending.show(item, state, store.durable);
      room.status.changed();
    },
  });
  page.main.addEventListener("click", (event) => pressedIn(event, outbox));
  document.addEventListener("visibilitychange", () => document.hidden || outbox.flush());
  return outbox;
}

/** @param {MouseEvent} event @param {Outbox} outbox */
function pressedIn(event, outbox) {
  const button = event.target instanceof Element ? event.target.closest("[data-retry], [data-discard]") : null;
  const key = /** @type {HTMLElement | null} */ (button?.closest("[data-key]"))?.dataset.key;
  if (!button || !key) return;
  if (button.hasAttribute("data-retry")) outbox.retry(key);
  else outbox.discard(key);
}
