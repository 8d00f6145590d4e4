/**
 * The official client in JavaScript, led by a test: each line that comes is something to do, each that goes is told.
 *
 *   node tests/edges/official.js URL TOKEN
 */
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [url, token] = process.argv.slice(2);
const socket = io(url, { auth: { token }, transports: ["websocket"], reconnectionDelay: 100, reconnectionDelayMax: 500 });

/** @param {string} name @param {unknown} [said] */
const tell = (name, said = null) => console.log(JSON.stringify([name, said]));

socket.on("connect", () => tell("connect"));
socket.on("disconnect", (reason) => tell("disconnect", reason));
socket.on("connect_error", (/** @type {any} */ error) => tell("connect_error", { message: error.message, data: error.data }));
socket.onAny((name, said) => tell(name, said));

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [number, event, said] = JSON.parse(line);
    socket.emit(event, said, (/** @type {unknown} */ ack) => tell(`ack ${number}`, ack));
  })
  .on("close", () => socket.close());
