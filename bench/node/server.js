/**
 * What we are compared with: socket.io on Node as it is shipped, in memory, with nobody to ask and nothing to store.
 * Its calls, events and messages have our names and sizes, so that one load generator speaks to both.
 *
 *   node bench/node/server.js PORT
 */

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Server } from "socket.io";

const port = Number(process.argv[2]);
const http = createServer((_, answer) => answer.end("Here.\n"));
const io = new Server(http);

/** @type {Map<string, number>} */
const counters = new Map();

io.on("connection", (socket) => {
  const author = { id: randomUUID(), handle: `member-${socket.id.slice(0, 4)}`, role: "member", title: null };

  socket.on("room:enter", ({ room_id }, ack) => {
    socket.join(room_id);
    const last_seq = counters.get(room_id) ?? 0;
    const room = { id: room_id, name: "Everyday", purpose: "", section: "conversation", last_seq };
    ack({ room, last_seq, missed: [], more: false });
  });

  socket.on("message:post", ({ room_id, body, client_key }, ack) => {
    if (!socket.rooms.has(room_id)) {
      ack({ error: { code: "not_found", message: "There is nothing here." } });
      return;
    }
    const message = said(room_id, author, body);
    io.to(room_id).emit("message:posted", message);
    ack({ message: { ...message, mine: [], client_key } });
  });
});

function said(room_id, author, body) {
  const seq = (counters.get(room_id) ?? 0) + 1;
  counters.set(room_id, seq);
  return {
    id: randomUUID(),
    room_id,
    seq,
    change_seq: seq,
    author,
    anonymous: false,
    body,
    html: `<p>${body}</p>\n`,
    reply_to: null,
    thread_id: null,
    quoted: null,
    replies: 0,
    last_reply_at: null,
    posted_at: new Date().toISOString(),
    edited_at: null,
    removed: false,
    reactions: {},
  };
}

http.listen(port, "127.0.0.1", () => console.log(`Node answers on http://127.0.0.1:${port}`));
