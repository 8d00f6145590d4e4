// Who has a badge today. Rows are drawn from here alone: what was said of an author before a change counts no more.
import { badgeOf, badgeRow } from "./naming.js";

/** @typedef {import("./types.js").Badge} Badge */
/** @typedef {import("./types.js").Person} Person */

const NONE = { role: "member", title: null };

export class Badges {
  constructor() {
    /** @type {Map<string, Badge> | null} nothing, until the room is entered */
    this.known = null;
    /** @type {Map<string, Badge>} of those, what was heard since */
    this.heard = new Map();
  }

  /** What is heard from here on may be newer than the answer that is still to come. */
  entering() {
    this.heard.clear();
  }

  /** @param {Badge[]} badges of everybody who has one */
  entered(badges) {
    this.known = new Map([...badges, ...this.heard.values()].map((one) => [one.person_id, one]));
    this.redraw();
  }

  /** @param {Badge} badge */
  changed(badge) {
    this.heard.set(badge.person_id, badge);
    this.known?.set(badge.person_id, badge);
    this.redraw(`="${badge.person_id}"`);
  }

  /** @template {Person} P @param {P} person @returns {P} */
  today(person) {
    if (!this.known) return person;
    const { role, title } = this.known.get(person.id) || NONE;
    return { ...person, role, title };
  }

  /** Whoever is anonymous has no name in the row, so that nothing moves there that would tell who it is. */
  redraw(whose = "") {
    if (!this.known) return;
    const rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`li.message[data-by${whose}]`));
    rows.forEach((li) => badgeRow(li, this.whatIs(li.dataset.by)));
    const places = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-worn${whose}]`));
    places.forEach((place) => this.wear(place, this.whatIs(place.dataset.worn)));
  }

  /** @param {Person} person @returns {HTMLElement} where the badge stands in the middle of a line */
  placeOf(person) {
    const place = document.createElement("span");
    place.className = "worn";
    place.dataset.worn = person.id;
    this.wear(place, this.today(person));
    return place;
  }

  /** @param {HTMLElement} place @param {Person} person */
  wear(place, person) {
    const wanted = badgeOf(person);
    const worn = place.firstElementChild;
    if (wanted ? !worn || !wanted.isEqualNode(worn) : worn) place.replaceChildren(...(wanted ? [" ", wanted] : []));
  }

  /** @param {string} [id] @returns {Person} */
  whatIs(id = "") {
    return this.today({ id, handle: "" });
  }
}
