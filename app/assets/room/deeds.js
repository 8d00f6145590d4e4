// What the buttons on a message do, by the names that the markup gives them.
import { idOf } from "./acts.js";
import { Refused } from "./errors.js";
import { part } from "./page.js";
import { pressed } from "./reactions.js";

const QUOTED = 80;

/** @typedef {import("./room.js").Room} Room */

/** @param {Room} room @returns {Record<string, (li: HTMLElement, emoji?: string) => void>} */
export function deeds(room) {
  return {
    reply: (li) => reply(room, li),
    react: (li, emoji = "") => react(room, li, emoji),
    copy: (li) => copy(room, li),
    thread: (li) => room.view.thread.go(`${address(room)}/threads/${idOf(li)}`),
    tip: (li) => location.assign(`${address(room)}/messages/${idOf(li)}/tip`),
    report: (li) => location.assign(`${room.page.base}/report/message/${idOf(li)}`),
    edit: (li) => room.edit.open(li),
    remove: (li) => room.edit.ask(li),
    unfold: (li) => room.view.feed.unfold(li),
  };
}

/** @param {Room} room */
const address = ({ page }) => `${page.base}/rooms/${page.room}`;

/** @param {Room} room @param {HTMLElement} li */
function reply(room, li) {
  const who = part(".handle", li).textContent || "";
  const excerpt = (part(".message-body", li).textContent || "").trim().slice(0, QUOTED);
  const inThread = li.id.startsWith("t-");
  room.composers[inThread ? 1 : 0]?.answer({ id: idOf(li), who, excerpt });
}

/** @param {Room} room @param {HTMLElement} li @param {string} emoji */
async function react(room, li, emoji) {
  try {
    const { message } = await room.talk.react(idOf(li), emoji, !pressed(li).includes(emoji));
    room.view.feed.react(message);
  } catch (error) {
    const told = error instanceof Refused && error.passing; // and says when to try again
    room.view.say(told ? error.message : room.words.say("react_failed"));
  }
}

/** @param {Room} room @param {HTMLElement} li */
async function copy(room, li) {
  await navigator.clipboard.writeText(new URL(`${address(room)}#m-${idOf(li)}`, location.href).href);
  room.view.say(room.words.say("copied"));
}
