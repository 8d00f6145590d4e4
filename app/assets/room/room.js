// The room, wired together. Each piece knows only what it is handed here.
import { Acts } from "./acts.js";
import { history } from "./api.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Cursor } from "./cursor.js";
import { deeds } from "./deeds.js";
import { Edit } from "./edit.js";
import { Refused } from "./errors.js";
import { Notices } from "./notices.js";
import { part } from "./page.js";
import { Presence } from "./presence.js";
import { makeOutbox, makePending } from "./sending.js";
import { Status } from "./status.js";
import { Support } from "./support.js";
import { Sync } from "./sync.js";
import { Talk } from "./talk.js";
import { View } from "./view.js";
import { Words } from "./words.js";

const AGAIN = 3000;

/** A form that this page was drawn without. @param {string} id @param {Document} fresh */
function missing(id, fresh) {
  const found = document.querySelector(id) ? null : fresh.querySelector(id);
  return found && /** @type {HTMLElement} */ (document.importNode(found, true));
}

export class Room {
  /** @param {import("./types.js").Page} page */
  constructor(page) {
    const { lang } = document.documentElement;
    this.page = page;
    this.words = new Words(JSON.parse(page.main.dataset.words || "{}"), lang);
    this.history = history(page);
    this.talk = new Talk({ page, up: () => this.up(), down: () => this.down(), ended: (code) => this.end(code) });
    this.view = new View({
      page,
      words: this.words,
      clock: new Clock(lang, page.zone),
      read: (seq) => this.talk.read(seq),
      equip: (li) => this.acts.equip(li),
      gone: (id) => this.composers.forEach((composer) => composer.gone(id)),
      threadOpened: (pane, root) => this.threadOpened(pane, root),
      threadTurned: () => this.pending.reseat(),
    });
    const { feed } = this.view;
    this.support = new Support({ page, words: this.words });
    this.notices = new Notices({ page, support: this.support, turned: (fresh) => this.turned(fresh) });
    this.acts = new Acts({ page, words: this.words, does: deeds(this) });
    this.pending = makePending(this);
    this.outbox = makeOutbox(this);
    this.status = new Status({ line: part("#connection"), words: this.words, waiting: () => this.outbox.waiting.length });
    this.presence = new Presence({ line: part("#typing"), page, words: this.words, tell: () => this.talk.typing() });
    this.sync = new Sync({
      cursor: new Cursor(page.lastSeq),
      enter: (after) => this.enter(after),
      history: this.history,
      take: (changes, where) => feed.take(changes, where),
    });
    this.edit = this.makeEdit();
    /** @type {Composer[]} the room's, and the open thread's */
    this.composers = [];
    this.visits = 0;
  }

  makeEdit() {
    /** @param {{message: import("./types.js").Message}} answer */
    const take = ({ message }) => this.view.feed.take([message], "live");
    return new Edit({
      words: this.words,
      history: this.history,
      say: this.view.say,
      save: async (id, body) => {
        const answer = await this.talk.edit(id, body);
        take(answer);
        this.support.show(answer.support);
      },
      remove: async (id, reason) => take(await this.talk.remove(id, reason)),
    });
  }

  async start() {
    if (this.page.mayWrite) this.composers[0] = this.composer(part("#composer"), "");
    this.view.start();
    this.talk.listen({
      "message:posted": (message) => this.posted(message),
      "message:edited": (message) => this.sync.live(message),
      "message:removed": (removal) => this.sync.live(removal),
      "message:reacted": (change) => this.view.feed.react(change),
      notice: ({ kind }) => this.notices.heard(kind),
      "badge:changed": (badge) => badge.room_id && this.view.scroll.hold(() => this.view.badges.changed(badge)),
      "room:typing": ({ person }) => this.presence.typing(person),
      "room:rests": () => this.later(() => this.notices.lookAgain()),
      "room:presence": ({ here }) => this.page.ofTwo || this.status.here(here),
    });
    this.talk.start();
    await this.outbox.load();
  }

  /** @param {import("./types.js").Message} message */
  posted(message) {
    this.sync.live(message);
    this.view.trim();
    this.notices.moved();
    if (message.author) this.presence.stopped(message.author.id);
    if (message.author?.id === this.page.me.id) this.outbox.flush(); // another tab may have sent what waits here too
  }

  /** @param {number} after */
  async enter(after) {
    const { badges } = this.view;
    badges.entering();
    const answer = await this.talk.enter(after);
    badges.entered(answer.badges);
    return answer;
  }

  async up() {
    try {
      const back = this.visits++ > 0;
      const { missed } = await this.sync.enter(back ? "missed" : "live");
      const others = missed.filter((message) => message.author?.id !== this.page.me.id && !message.removed);
      this.status.up(back ? others.length : 0);
      this.view.attention.caughtUp();
      this.outbox.open = true;
      await this.outbox.flush();
      if (back) this.later(() => this.recount());
      if (back) this.notices.moved();
      if (back) this.support.back();
    } catch (error) {
      this.notIn(error);
    }
  }

  /** @param {unknown} error */
  notIn(error) {
    if (error instanceof Refused && !error.passing) return this.talk.live.stop(error.code);
    const again = () => this.talk.live.socket.connected && !this.outbox.open && !this.sync.entering && this.up();
    this.later(again, error instanceof Refused ? error.retryAfter * 1000 : 0);
    return undefined;
  }

  /** Not all at once: when a server comes back, everybody does, and who may write is asked by everybody. @param {() => void} act @param {number} [least] */
  later(act, least = 0) {
    setTimeout(act, Math.max(AGAIN, 2 * least) * (0.5 + Math.random()));
  }

  /** Reactions do not move the room's counter, so those of the time away are asked for. */
  async recount() {
    const page = await this.history({ limit: 50 }).catch(() => null);
    page?.items.forEach((message) => message.removed || this.view.feed.react(message));
  }

  down() {
    this.outbox.open = false;
    this.status.down();
  }

  /** @param {string} code */
  end(code) {
    const signedOut = code === "unauthenticated";
    this.outbox.open = false;
    this.status.end(this.words.say(signedOut ? "signed_out" : "ended"));
    part(signedOut ? "#signed-out" : "#ended").hidden = false;
    this.composers.forEach((composer) => composer.stop());
  }

  /** Whether the reader may write has changed: what they had begun stays in its place. @param {Document} fresh */
  turned(fresh) {
    this.composers.forEach((composer) => (this.page.mayWrite ? composer.resume() : composer.stop()));
    this.view.refit();
    if (!this.page.mayWrite) return;
    const form = missing("#composer", fresh);
    if (form) part("#silent").after(form);
    if (form) this.composers[0] = this.composer(form, "");
    const reply = missing("#composer-thread", fresh);
    const root = this.view.thread.open?.root;
    if (!reply || !root) return;
    part("#thread").append(reply);
    this.composers[1] = this.composer(reply, root);
  }

  /** @param {HTMLElement} form @param {string} thread */
  composer(form, thread) {
    return new Composer({
      form: /** @type {HTMLFormElement} */ (form),
      draftKey: `cairn:draft:${this.page.me.id}:${thread || this.page.room}`,
      words: this.words,
      typing: () => this.presence.write(),
      send: (said) => this.outbox.add({ ...said, thread: thread || null }),
    });
  }

  /** @param {HTMLElement} pane @param {string} root */
  threadOpened(pane, root) {
    const form = /** @type {HTMLElement | null} */ (pane.querySelector("form.composer"));
    if (form) this.composers[1] = this.composer(form, root);
  }
}
