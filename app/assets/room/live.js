// The socket: asks with acknowledgements, and says plainly why it is not there.
import { io } from "socket.io-client";
import { Refused, Unreachable } from "./errors.js";

const ANSWER = 12000; // the server gives up after 10 s
const COUNTED = ["report", "conversation"]; // what the top bar counts
const ENDED = ["unauthenticated", "not_allowed", "not_found"];

export class Live {
  /** @param {{up: () => void, down: () => void, ended: (code: string) => void}} told */
  constructor({ up, down, ended }) {
    this.socket = io({
      path: "/socket.io",
      transports: ["websocket"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 10000,
      autoConnect: false,
    });
    this.ended = ended;
    this.tries = 0;
    this.socket.on("connect", () => {
      this.tries = 0;
      up();
    });
    this.tellNews();
    this.socket.on("connect_error", (error) => this.refused(error, down));
    this.socket.on("disconnect", (reason) => {
      down();
      if (reason === "io server disconnect") this.later(); // the client library waits only where the line broke
    });
  }

  /** The top bar of the page counts what is to be read; what was told while the line was broken is asked for. */
  tellNews() {
    const tell = () => document.dispatchEvent(new Event("cairn:news"));
    const tellCases = () => document.dispatchEvent(new Event("cairn:cases"));
    document.documentElement.toggleAttribute("data-hears", true);
    this.socket.once("connect", () => this.socket.on("connect", () => (tell(), tellCases())));
    this.socket.on("notice", ({ kind }) => COUNTED.includes(kind) && tell());
    this.socket.on("case:changed", tellCases);
  }

  /** @param {Error & {data?: any}} error @param {() => void} down */
  refused(error, down) {
    const code = error.data?.error?.code || error.data?.code || error.message;
    if (ENDED.includes(code)) return this.stop(code);
    down();
    return this.socket.active ? undefined : this.later(error.data?.error?.retry_after);
  }

  /** @param {number} [seconds] the least, where the server has said so */
  later(seconds = 0) {
    const grown = Math.min(10000, 500 * 2 ** this.tries++);
    setTimeout(() => this.socket.connect(), Math.max(grown, 2000 * seconds) * (0.5 + Math.random()));
  }

  /** @param {string} code */
  stop(code) {
    this.socket.io.reconnection(false);
    this.socket.disconnect();
    this.later = () => undefined;
    this.ended(code);
  }

  /** @param {string} event @param {object} data @returns {Promise<any>} */
  async ask(event, data) {
    if (!this.socket.connected) throw new Unreachable();
    const answer = await this.socket
      .timeout(ANSWER)
      .emitWithAck(event, data)
      .catch(() => {
        throw new Unreachable();
      });
    if (answer?.error) throw new Refused(answer.error);
    return answer || {};
  }
}
