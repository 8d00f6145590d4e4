// What is seen: the log, the open thread, the reader's place in them.
import { history } from "./api.js";
import { Attention } from "./attention.js";
import { Badges } from "./badges.js";
import { Feed } from "./feed.js";
import { Held } from "./held.js";
import { Keys } from "./keys.js";
import { Log } from "./log.js";
import { Older } from "./older.js";
import { part } from "./page.js";
import { Scroll } from "./scroll.js";
import { drop, Stencil } from "./stencil.js";
import { Thread } from "./thread.js";

const MANY = 500;
const ENOUGH = 200;

export class View {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   words: import("./words.js").Words,
   *   clock: import("./clock.js").Clock,
   *   read: (seq: number) => Promise<unknown>,
   *   equip: (li: HTMLElement) => void,
   *   gone: (id: string) => void,
   *   threadOpened: (pane: HTMLElement, root: string) => void,
   *   threadTurned: () => void,
   * }} parts
   */
  constructor({ page, words, clock, read, equip, gone, threadOpened, threadTurned }) {
    this.page = page;
    this.box = part(".log");
    this.list = part(".messages", this.box);
    this.log = new Log(this.list, { clock, words });
    this.badges = new Badges();
    this.stencil = new Stencil({ page, words, clock, badges: this.badges });
    this.scroll = new Scroll({
      box: this.box,
      list: this.list,
      newer: part("#newer"),
      words,
      arrived: () => this.attention.seen(),
    });
    this.keys = new Keys(this.box, this.list);
    this.held = new Held(page.me.id);
    this.equipOther = equip;
    this.gone = gone;
    this.attention = new Attention({
      title: page.roomName,
      log: this.log,
      scroll: this.scroll,
      read,
      lastRead: Number(page.main.dataset.readSeq),
    });
    this.thread = new Thread({
      page,
      clock,
      words,
      opened: (pane, list, root) => {
        list.querySelectorAll("li.message").forEach((li) => this.equip(/** @type {HTMLElement} */ (li)));
        this.badges.redraw();
        threadOpened(pane, root);
      },
      turned: threadTurned,
    });
    this.feed = this.makeFeed();
    this.older = this.makeOlder(words);
  }

  makeFeed() {
    return new Feed({
      log: this.log,
      thread: () => this.thread.open,
      stencil: this.stencil,
      scroll: this.scroll,
      held: this.held,
      equip: (li) => this.equip(li),
      hasOlder: () => this.older.more,
      arrived: (li, where) => this.attention.arrived(li, where),
      gone: this.gone,
    });
  }

  /** @param {import("./words.js").Words} words */
  makeOlder(words) {
    return new Older({
      form: part("#older"),
      log: this.log,
      box: this.box,
      words,
      history: history(this.page),
      say: this.say,
      take: (messages) => this.feed.take(messages, "older"),
      focus: (li) => this.keys.focus(li),
    });
  }

  /** A page that stays open for weeks must not grow for ever. */
  trim() {
    const above = this.log.rows.indexOf(/** @type {HTMLElement} */ (this.scroll.firstVisible()));
    if (above > MANY) this.scroll.hold(() => this.older.forget(above - ENOUGH));
  }

  start() {
    if (!this.page.zone) this.log.relabel();
    this.log.rows.forEach((li) => {
      this.feed.silence(li);
      this.equip(li);
    });
    this.thread.start();
    this.scroll.start();
    this.lookFor(location.hash);
    window.addEventListener("hashchange", () => this.lookFor(location.hash));
  }

  /** A link may lead to a message that is not loaded yet. @param {string} hash */
  async lookFor(hash) {
    const id = /^#m-([\w-]+)$/.exec(hash)?.[1];
    if (!id || this.log.row(id)) return;
    await this.older.reach(id);
    const row = this.log.row(id);
    if (row) this.keys.focus(row);
  }

  /** @param {HTMLElement} li */
  equip(li) {
    this.equipOther(li);
    if (this.list.contains(li)) this.keys.equip(li);
  }

  /** What the reader may do with a message has changed. */
  refit() {
    const drawn = /** @type {HTMLElement[]} */ ([...this.log.rows, ...(this.thread.open?.log.rows || [])]);
    for (const li of drawn) {
      li.toggleAttribute("data-edit", this.page.mayWrite && "own" in li.dataset);
      drop(li, ".message-acts");
      this.equip(li);
    }
  }

  /** For screen readers, where the eye sees it anyway. @param {string} text */
  say(text) {
    part("#said").textContent = text;
  }
}
