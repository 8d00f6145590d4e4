// What this page says to the server over the socket, and what it hears.
import { Unreachable } from "./errors.js";
import { Live } from "./live.js";

/** @typedef {import("./types.js").Message} Message */

export class Talk {
  /**
   * @param {{
   *   page: import("./types.js").Page,
   *   up: () => void, down: () => void, ended: (code: string) => void,
   * }} parts
   */
  constructor({ page, up, down, ended }) {
    this.room = page.room;
    this.page = page;
    this.live = new Live({ up, down, ended });
  }

  /** @param {Record<string, (said: any) => void>} hears only what is said in this room */
  listen(hears) {
    Object.entries(hears).forEach(([event, hear]) => {
      this.live.socket.on(event, (said) => (said.room_id === undefined || said.room_id === this.room) && hear(said));
    });
    this.live.socket.on("membership:changed", ({ community, status }) => {
      if (status !== "active" && (community?.slug || community) === this.page.community) this.live.stop("not_found");
    });
  }

  start() {
    this.live.socket.connect();
  }

  /** @param {number} after_seq */
  enter(after_seq) {
    return this.live.ask("room:enter", { room_id: this.room, after_seq });
  }

  /**
   * Only the message itself proves that it is stored.
   * @param {import("./types.js").Item} item @returns {Promise<import("./types.js").Answer>}
   */
  async post({ body, key, reply_to, anonymous }) {
    const said = { room_id: this.room, body, client_key: key, reply_to, anonymous };
    const answer = await this.live.ask("message:post", said);
    if (!answer.message) throw new Unreachable();
    return answer;
  }

  /** @param {string} message_id @param {string} body @returns {Promise<import("./types.js").Answer>} */
  edit(message_id, body) {
    return this.live.ask("message:edit", { message_id, body });
  }

  /** @param {string} message_id @param {string | null} reason @returns {Promise<{message: Message}>} */
  remove(message_id, reason) {
    return this.live.ask("message:remove", { message_id, reason });
  }

  /** @param {string} message_id @param {string} emoji @param {boolean} on @returns {Promise<{message: Message}>} */
  react(message_id, emoji, on) {
    return this.live.ask("message:react", { message_id, emoji, on });
  }

  /** @param {number} seq */
  read(seq) {
    return this.live.ask("room:read", { room_id: this.room, seq });
  }

  typing() {
    return this.live.ask("room:typing", { room_id: this.room });
  }
}
