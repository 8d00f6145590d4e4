// For the author alone: whom to talk to, after something that sounded heavy, and that a facilitator wrote to them.
import { request } from "./api.js";
import { copyOf, part } from "./page.js";

export class Support {
  /** @param {{page: import("./types.js").Page, words: import("./words.js").Words}} parts */
  constructor({ page, words }) {
    this.page = page;
    this.words = words;
    this.place = part("#support");
    this.waits = false;
    this.known = "";
    this.place.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-away]")) this.away(event.target);
    });
  }

  /** The same card again where it stands already: nothing moves. @param {import("./types.js").Support} [support] */
  show(support) {
    if (!support) return;
    this.waits = true;
    const card = copyOf("support-template");
    this.first(part("[data-first]", card), support.contacts[0]);
    this.put(card, `${this.page.base}/support`);
  }

  /** Whoever was shown the card, and was away, may have missed that somebody wrote. Nobody else has to ask. */
  async back() {
    if (!this.waits) return;
    const path = `${this.page.api}/communities/${this.page.community}/support`;
    const answer = await request(path).catch(() => null);
    const last = answer?.support.letters.at(-1);
    if (!last || last.by_member || last.id === this.known) return;
    this.known = last.id;
    this.tell();
  }

  tell() {
    this.waits = true;
    this.put(copyOf("letter-template"), `${this.page.base}/support#letters`);
  }

  /** @param {HTMLElement} link @param {import("./types.js").Contact} [contact] */
  first(link, contact) {
    const number = contact?.phone || contact?.text;
    if (!contact || !(number || contact.url)) return void link.remove();
    const { hours, url } = contact;
    link.textContent = number ? this.words.say(contact.phone ? "support_call" : "support_text", { number, hours }) : contact.name;
    link.setAttribute("href", number ? `${contact.phone ? "tel" : "sms"}:${number.replace(/ /g, "")}` : url || "");
    if (!number) link.setAttribute("rel", "noreferrer");
  }

  /** @param {HTMLElement} card @param {string} more */
  put(card, more) {
    part("[data-more]", card).setAttribute("href", more);
    this.place.replaceChildren(card);
  }

  /** That something of theirs was removed, below whom they can talk to, if that is shown. */
  gone() {
    this.place.querySelector("[data-gone]")?.remove();
    this.place.append(copyOf("gone-template"));
  }

  /** Whoever puts it away goes on writing where they were. @param {Element} button */
  away(button) {
    button.closest(".notice")?.remove();
    /** @type {HTMLElement | null} */ (document.querySelector("#composer textarea"))?.focus();
  }
}
