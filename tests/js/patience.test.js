import assert from "node:assert/strict";
import { test } from "node:test";
import { Attention } from "../../app/assets/room/attention.js";
import { Refused } from "../../app/assets/room/errors.js";
import { Live } from "../../app/assets/room/live.js";
import { Presence } from "../../app/assets/room/presence.js";


const TOO_MANY = { code: "too_many", message: "That was a lot at once.", retry_after: 7 };
const refuse = () => Promise.reject(new Refused(TOO_MANY));
const settled = () => new Promise((done) => setImmediate(done));

/** What is put off while `act` runs: [milliseconds, what]. */
async function putOff(act) {
  const found = [];
  const real = globalThis.setTimeout;
  globalThis.setTimeout = (what, ms) => found.push([ms, what]);
  try {
    await act();
    await settled();
  } finally {
    globalThis.setTimeout = real;
  }
  return found;
}

function presence(tell) {
  return new Presence({ line: {}, page: {}, words: {}, tell });
}

/** The page around it. */
globalThis.document = {
  documentElement: { toggleAttribute: () => undefined },
  hidden: false,
  title: "Room",
  addEventListener: () => undefined,
};

function attention(read) {
  return new Attention({ title: "Room", log: { highest: 3 }, scroll: { ended: true }, read, lastRead: 0 });
}

test("whoever is told that they say too often that they write is silent for so long", async () => {
  let told = 0;
  const line = presence(() => (told++, refuse()));
  line.write();
  await settled();
  const real = Date.now;
  try {
    const start = real();
    Date.now = () => start + 6500;
    line.write();
    assert.equal(told, 1);
    Date.now = () => start + 7500;
    line.write();
    assert.equal(told, 2);
  } finally {
    Date.now = real;
  }
});

test("a read position that came too often is told again when the server wants to hear it", async () => {
  let told = 0;
  const reader = attention(() => (told++, told > 1 ? Promise.resolve({}) : refuse()));
  const [[ms, again]] = await putOff(() => reader.tell());
  assert.equal(ms, 7000);
  assert.equal(reader.lastRead, 0);
  assert.deepEqual(await putOff(() => reader.seen()), []); // it waits already
  await again();
  assert.equal(told, 2);
  assert.equal(reader.lastRead, 3);
});

test("whoever connects too often waits for as long as the server says", async () => {
  const live = new Live({ up: () => undefined, down: () => undefined, ended: () => assert.fail("it has not ended") });
  const error = Object.assign(new Error(TOO_MANY.message), { data: { error: TOO_MANY } });
  const [[ms]] = await putOff(() => live.refused(error, () => undefined));
  assert.ok(ms >= 7000);
});

test("a line that breaks is tried again by the library, and a refusal for good is not", async () => {
  let ended = "";
  const live = new Live({ up: () => undefined, down: () => undefined, ended: (code) => (ended = code) });
  const error = Object.assign(new Error("no"), { data: { error: { code: "unauthenticated", message: "no" } } });
  assert.deepEqual(await putOff(() => live.refused(error, () => undefined)), []);
  assert.equal(ended, "unauthenticated");
});
