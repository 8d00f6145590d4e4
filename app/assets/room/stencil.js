// Draws messages by filling copies of the row that the server's own template drew, so the markup is written once.
import { badgeRow, hollowRow, nameRow } from "./naming.js";
import { copyOf, part } from "./page.js";
import { drawReactions, pressed } from "./reactions.js";

/** @typedef {import("./types.js").Message} Message */

/**
 * The only place that takes markup as it comes. `html` was made by the server's one sanitiser when the message was
 * stored; nothing else may pass here.
 * @param {Element} body @param {string} html
 */
function setSanitised(body, html) {
  body.innerHTML = html;
}

/** @param {Element} body @param {string} text */
export function setText(body, text) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  body.textContent = "";
  body.append(paragraph);
}

/** @param {Element} li @param {string} selector */
export const drop = (li, selector) => li.querySelectorAll(selector).forEach((each) => each.remove());

export class Stencil {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   words: import("./words.js").Words,
   *   clock: import("./clock.js").Clock,
   *   badges: import("./badges.js").Badges,
   * }} parts
   */
  constructor({ page, words, clock, badges }) {
    this.page = page;
    this.badges = badges;
    this.words = words;
    this.clock = clock;
    this.how = { words, page };
  }

  /** @param {Message} message @param {string} prefix @param {HTMLElement} [was] */
  draw(message, prefix, was) {
    const li = copyOf("message-template");
    const own = this.isOwn(message) || (was ? "own" in was.dataset : false);
    li.id = `${prefix}-${message.id}`;
    li.dataset.seq = String(message.seq);
    li.dataset.change = String(message.change_seq);
    this.name(li, message);
    this.time(li, message);
    if (message.removed) this.strike(li, message, own);
    else this.fill(li, message, own, was);
    this.replies(li, message.id, message.replies || 0, message.last_reply_at);
    return li;
  }

  /** @param {HTMLElement} li @param {Message} message @param {boolean} own @param {HTMLElement} [was] */
  fill(li, message, own, was) {
    this.allow(li, message, own);
    setSanitised(part(".message-body", li), message.html || "");
    if (!own) drop(li, "[data-you]");
    this.who(li, message, own);
    if (!message.edited_at) drop(li, "[data-edited]");
    this.quote(li, message);
    drawReactions(li, message.reactions, message.mine || (was ? pressed(was) : []), this.how);
  }

  /** The answer to an own sending carries its key; nobody else's does. @param {Message} message */
  isOwn(message) {
    return "client_key" in message || (!message.anonymous && message.author?.id === this.page.me.id);
  }

  /** @param {HTMLElement} li @param {Message} message @param {boolean} own */
  allow(li, { author, anonymous }, own) {
    li.toggleAttribute("data-own", own);
    li.toggleAttribute("data-edit", this.page.mayWrite && own);
    li.toggleAttribute("data-remove", own || this.page.me.role === "facilitator");
    const folded = Boolean(author && !anonymous && this.page.blocked.has(author.id));
    li.toggleAttribute("data-folded", folded);
    if (!folded) drop(li, ".fold");
  }

  /** @param {HTMLElement} li @param {Message} message */
  name(li, { author, anonymous }) {
    if (author && !anonymous) nameRow(li, author, this.page.base);
    else hollowRow(li, anonymous ? "?" : "–", this.words.say(anonymous ? "anonymous" : "former"));
    badgeRow(li, anonymous || !author ? null : this.badges.today(author));
  }

  /** Facilitators can ask whose it is, on a page that says that it goes on record. @param {HTMLElement} li @param {Message} message @param {boolean} own */
  who(li, { id, anonymous, room_id }, own) {
    if (!anonymous || own || this.page.me.role !== "facilitator") return drop(li, "[data-who]");
    return part("[data-who]", li).setAttribute("href", `${this.page.base}/rooms/${room_id}/messages/${id}/author`);
  }

  /** @param {HTMLElement} li @param {Message} message */
  time(li, { posted_at }) {
    const time = /** @type {HTMLTimeElement} */ (part("time", li));
    time.dateTime = posted_at;
    time.textContent = this.clock.time(new Date(posted_at));
  }

  /** In the thread the message that all of it answers needs no quoting. @param {HTMLElement} li @param {Message} message */
  quote(li, { quoted, thread_id }) {
    const link = part(".quoted", li);
    if (!quoted || (li.id.startsWith("t-") && quoted.id === thread_id)) return link.remove();
    link.setAttribute("href", `#m-${quoted.id}`);
    if (quoted.excerpt === null) return this.cite(link, this.words.say("quote_removed"));
    const nobody = this.words.say(quoted.anonymous ? "anonymous" : "former");
    const who = quoted.author ? [quoted.author.handle, this.badges.placeOf(quoted.author)] : [nobody];
    return this.cite(link, ...who, `: ${quoted.excerpt}`);
  }

  /** @param {Element} link @param {(string | Node)[]} line */
  cite(link, ...line) {
    part("span", link).replaceChildren(...line);
  }

  /** @param {HTMLElement} li @param {string} id @param {number} count @param {string | null} [last] */
  replies(li, id, count, last) {
    const fresh = part(".replies", copyOf("message-template"));
    const link = part("a", fresh);
    drop(li, ".replies");
    li.dataset.replies = String(count);
    if (count === 0 || this.page.ofTwo) return;
    link.setAttribute("href", `${this.page.base}/rooms/${this.page.room}/threads/${id}`);
    link.textContent = this.words.count("replies", count);
    if (last) link.append(this.words.say("last_at", { time: this.clock.time(new Date(last)) }));
    part(".message-body", li).after(...[li.querySelector(".reactions"), fresh].filter((each) => each !== null));
  }

  /**
   * The same row, drawn again in place: it keeps its node, and with it the reader's focus.
   * @param {HTMLElement} li @param {Message} message
   */
  redraw(li, message) {
    const fresh = this.draw(message, li.id.charAt(0), li);
    const acts = li.querySelector(".message-acts");
    Array.from(li.attributes).forEach(({ name }) => name.startsWith("data-") && li.removeAttribute(name));
    Array.from(fresh.attributes).forEach(({ name, value }) => name !== "class" && li.setAttribute(name, value));
    li.textContent = "";
    li.append(...Array.from(fresh.childNodes), ...(acts && !message.removed ? [acts] : []));
  }

  /** @param {HTMLElement} li @param {Pick<Message, "change_seq" | "removed_by">} change @param {boolean} [own] */
  strike(li, change, own = "own" in li.dataset) {
    li.dataset.change = String(change.change_seq);
    li.dataset.state = "removed";
    ["folded", "edit", "remove", "own"].forEach((name) => li.removeAttribute(`data-${name}`));
    li.removeAttribute("data-grouped");
    hollowRow(li, "–", this.words.say("removed"));
    drop(li, ".badge, .quoted, .reactions, .message-acts, .fold, .message-note, .edit");
    part(".message-body", li).replaceChildren(this.gone(change.removed_by || "author", own));
  }

  /** @param {string} by @param {boolean} own */
  gone(by, own) {
    const words = copyOf(`removed-${by}${own && by === "facilitator" ? "-own" : ""}`);
    words.querySelector("a")?.setAttribute("href", `${this.page.base}#charter`);
    return words;
  }
}
