import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, Unreachable } from "../../app/assets/room/errors.js";
import { Outbox } from "../../app/assets/room/outbox.js";
import { durable, soon, until } from "./helpers.js";

const said = (body) => ({ body, reply_to: null, quoted: null, anonymous: false, thread: null });

function tab(store, server, options = {}) {
  const shown = [];
  let keys = 0;
  const outbox = new Outbox({
    place: "room:ana",
    store,
    post: async (item) => server(item),
    show: (item, state) => shown.push(`${item.body}: ${state}`),
    sent: (item) => shown.push(`${item.body}: sent`),
    alone: (work) => work(),
    newKey: () => `${options.name || "tab"}-${keys++}`,
    patience: options.patience ?? 20,
  });
  outbox.open = true;
  return { outbox, shown };
}

/** A server that stores once per key. */
function listener() {
  const stored = new Map();
  const server = (item) => {
    if (!stored.has(item.key)) stored.set(item.key, item.body);
    return { message: { id: item.key } };
  };
  return { server, heard: () => [...stored.values()] };
}

test("nothing counts as sent before the answer", async () => {
  let answer;
  const { outbox, shown } = tab(durable(), () => new Promise((done) => (answer = done)));
  const adding = outbox.add(said("hello"));
  await soon();
  assert.deepEqual(shown, ["hello: sending"]);
  answer({ message: {} });
  await adding;
  assert.deepEqual(shown, ["hello: sending", "hello: sent"]);
});

test("waiting too long is admitted", async () => {
  const { outbox, shown } = tab(durable(), () => new Promise(() => {}), { patience: 5 });
  outbox.add(said("hello"));
  await until(() => shown.length === 2);
  assert.deepEqual(shown, ["hello: sending", "hello: failed"]);
});

test("what was written offline goes in order, and leaves the store", async () => {
  const store = durable();
  const { server, heard } = listener();
  const { outbox } = tab(store, server);
  outbox.open = false;
  await Promise.all(["one", "two", "three"].map((body) => outbox.add(said(body))));
  assert.deepEqual(heard(), []);
  outbox.open = true;
  await outbox.flush();
  assert.deepEqual(heard(), ["one", "two", "three"]);
  assert.deepEqual(await store.all("room:ana"), []);
});

test("what an earlier page left is sent by the next, before what is new", async () => {
  const store = durable();
  const { server, heard } = listener();
  const before = tab(store, server, { name: "before" });
  before.outbox.open = false;
  await before.outbox.add(said("old"));
  const after = tab(store, server, { name: "after" });
  await Promise.all([after.outbox.load(), after.outbox.add(said("new"))]);
  await after.outbox.flush();
  assert.deepEqual(heard(), ["old", "new"]);
});

test("a refusal stays with its reason, and the next still goes", async () => {
  const store = durable();
  const { server, heard } = listener();
  const refuse = (item) => {
    if (item.body === "rude") throw new Refused({ code: "not_allowed", message: "You are muted." });
    return server(item);
  };
  const { outbox, shown } = tab(store, refuse);
  await outbox.add(said("rude"));
  await outbox.add(said("kind"));
  assert.deepEqual(heard(), ["kind"]);
  assert.ok(shown.includes("rude: failed"));
  assert.equal((await store.all("room:ana"))[0].refused, "You are muted.");
});

test("no answer keeps the order: nothing overtakes", async () => {
  const { server, heard } = listener();
  let down = true;
  const { outbox } = tab(durable(), (item) => {
    if (down) throw new Unreachable();
    return server(item);
  });
  await outbox.add(said("one"));
  await outbox.add(said("two"));
  assert.deepEqual(heard(), []);
  down = false;
  await outbox.flush();
  clearTimeout(outbox.timer);
  assert.deepEqual(heard(), ["one", "two"]);
});

test("an answer that got lost makes no second message", async () => {
  const { server, heard } = listener();
  let lost = true;
  const { outbox, shown } = tab(durable(), (item) => {
    const answer = server(item);
    if (lost) throw new Unreachable();
    return answer;
  });
  await outbox.add(said("once"));
  lost = false;
  await outbox.flush();
  clearTimeout(outbox.timer);
  assert.deepEqual(heard(), ["once"]);
  assert.ok(shown.includes("once: sent"));
});

test("two tabs say it once, and the other takes its row away", async () => {
  const store = durable();
  const { server, heard } = listener();
  const first = tab(store, server, { name: "first" });
  first.outbox.open = false;
  await first.outbox.add(said("waiting"));
  const second = tab(store, server, { name: "second" });
  await second.outbox.load();
  first.outbox.open = true;
  await first.outbox.flush();
  assert.deepEqual(heard(), ["waiting"]);
  assert.equal(first.shown.pop(), "waiting: gone");
});

test("discarded is discarded, trying again tries again", async () => {
  const store = durable();
  let refusing = true;
  const { server, heard } = listener();
  const { outbox } = tab(store, (item) => {
    if (refusing) throw new Refused({ code: "invalid", message: "No." });
    return server(item);
  });
  await outbox.add(said("one"));
  await outbox.add(said("two"));
  const [one, two] = outbox.kept.items;
  refusing = false;
  await outbox.discard(one.key);
  await outbox.retry(two.key);
  assert.deepEqual(heard(), ["two"]);
  assert.deepEqual(await store.all("room:ana"), []);
});

test("a store that refuses does not keep a message from going", async () => {
  const refuse = () => Promise.reject(new Error("full"));
  const broken = { durable: true, all: refuse, put: refuse, remove: refuse };
  const { server, heard } = listener();
  const { outbox } = tab(broken, server);
  await outbox.load();
  await outbox.add(said("still"));
  assert.deepEqual(heard(), ["still"]);
  assert.equal(broken.durable, false);
});
