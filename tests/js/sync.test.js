import assert from "node:assert/strict";
import { test } from "node:test";
import { Cursor } from "../../app/assets/room/cursor.js";
import { Unreachable } from "../../app/assets/room/errors.js";
import { Sync } from "../../app/assets/room/sync.js";
import { message, soon, until } from "./helpers.js";

function made({ at = 0, enter, pages = [] } = {}) {
  const taken = [];
  const asked = [];
  const sync = new Sync({
    cursor: new Cursor(at),
    enter: enter || (async () => ({ room: {}, last_seq: at, missed: [], more: false })),
    history: async (query) => {
      asked.push(query.changed_after);
      const page = pages.shift();
      if (!page) throw new Unreachable();
      return page;
    },
    take: (changes) => taken.push(...changes.map((change) => change.change_seq)),
    pause: () => soon(),
  });
  return { sync, taken, asked };
}

test("entering takes what was missed and moves the cursor to the server's", async () => {
  const enter = async () => ({ room: {}, last_seq: 5, missed: [message(4), message(2, { change_seq: 5 })], more: false });
  const { sync, taken } = made({ at: 3, enter });
  const { missed } = await sync.enter("missed");
  assert.deepEqual(taken, [4, 5]);
  assert.equal(sync.cursor.at, 5);
  assert.deepEqual(missed.map((each) => each.seq), [4]); // an edit of something older is not a missed message
});

test("a long absence is read on from the last one known", async () => {
  const enter = async () => ({ room: {}, last_seq: 6, missed: [message(1), message(2)], more: true });
  const pages = [
    { items: [message(3), message(4)], next: "4", last_seq: 6 },
    { items: [message(6)], next: null, last_seq: 6 },
  ];
  const { sync, taken, asked } = made({ enter, pages });
  await sync.enter("missed");
  assert.deepEqual(asked, [2, 4]);
  assert.deepEqual(taken, [1, 2, 3, 4, 6]);
  assert.equal(sync.cursor.at, 6);
});

test("events during entering wait for the replay", async () => {
  let answer;
  const { sync, taken, asked } = made({ enter: () => new Promise((done) => (answer = done)) });
  const entering = sync.enter("missed");
  sync.live(message(3));
  assert.deepEqual(taken, []);
  answer({ room: {}, last_seq: 2, missed: [message(1), message(2)], more: false });
  await entering;
  await until(() => taken.length === 3);
  assert.deepEqual(taken, [1, 2, 3]);
  assert.deepEqual(asked, []);
  assert.equal(sync.cursor.at, 3);
});

test("a hole in the stream is fetched", async () => {
  const { sync, taken, asked } = made({ at: 1, pages: [{ items: [message(2), message(3)], next: null, last_seq: 3 }] });
  sync.live(message(3));
  await until(() => taken.length === 3);
  assert.deepEqual(asked, [1]);
  assert.deepEqual(taken, [3, 2, 3]);
  assert.equal(sync.cursor.at, 3);
});

test("a hole that closes by itself is not", async () => {
  const { sync, asked } = made({ at: 1 });
  sync.live(message(3));
  sync.live(message(2));
  await soon(5);
  assert.deepEqual(asked, []);
  assert.equal(sync.cursor.at, 3);
});

test("without a connection the hole stays to be caught up", async () => {
  const { sync, asked } = made({ at: 1 });
  sync.live(message(3));
  await until(() => asked.length > 0 && !sync.mending);
  assert.equal(sync.cursor.at, 1);
});
