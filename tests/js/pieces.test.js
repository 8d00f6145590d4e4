import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../app/assets/room/clock.js";
import { follows } from "../../app/assets/room/group.js";
import { Held } from "../../app/assets/room/held.js";
import { hue } from "../../app/assets/room/page.js";
import { Words } from "../../app/assets/room/words.js";
import { message } from "./helpers.js";

const ana = { id: "ana", handle: "ana" };

test("an own message waits for its answer, another's does not", () => {
  const held = new Held("ana");
  held.start("key", false);
  const own = message(1, { author: ana });
  assert.equal(held.holds(own), true);
  assert.equal(held.holds(message(2)), false);
  assert.equal(held.holds(message(3, { author: null, anonymous: true })), false);
  assert.deepEqual(held.stop("key"), [own]);
  assert.equal(held.holds(own), false);
});

test("while an anonymous one is under way every anonymous one waits", () => {
  const held = new Held("ana");
  held.start("key", true);
  assert.equal(held.holds(message(1, { author: null, anonymous: true })), true);
  assert.equal(held.stop("key").length, 1);
});

test("what waited is let go when the last answer is in", () => {
  const held = new Held("ana");
  held.start("one", false);
  held.start("two", false);
  held.holds(message(1, { author: ana }));
  assert.deepEqual(held.stop("one"), []);
  assert.equal(held.stop("two").length, 1);
});

test("messages close together stand under one name", () => {
  const said = { by: "ana", at: 1000, removed: false, quotes: false };
  assert.equal(follows(said, { ...said, at: 61000 }), true);
  assert.equal(follows(said, { ...said, at: 400000 }), false);
  assert.equal(follows(said, { ...said, by: "ben" }), false);
  assert.equal(follows(said, { ...said, quotes: true }), false);
  assert.equal(follows({ ...said, by: "" }, { ...said, by: "" }), false);
});

test("words take their values and their number", () => {
  const words = new Words({ hello: "Reply to {who}", n: ["{n} message", "{n} messages", "{n} messages"] }, "en");
  assert.equal(words.say("hello", { who: "{n} & co" }), "Reply to {n} & co");
  assert.deepEqual([0, 1, 2, 21].map((n) => words.count("n", n)), ["0 messages", "1 message", "2 messages", "21 messages"]);
});

test("days and times are the reader's", () => {
  const clock = new Clock("en", "Europe/Berlin");
  const at = new Date("2026-11-22T23:30:00Z");
  const words = new Words({ today: "Today", yesterday: "Yesterday" }, "en");
  assert.equal(clock.time(at), "00:30");
  assert.equal(clock.day(at), "2026-11-23");
  assert.equal(clock.dayName(at, words, new Date("2026-11-23T12:00:00Z")), "Today");
  assert.equal(clock.dayName(at, words, new Date("2026-11-24T12:00:00Z")), "Yesterday");
  assert.equal(clock.dayName(at, words, new Date("2026-11-30T12:00:00Z")), "Monday 23 November");
});

test("a person's stone is the server's stone", () => {
  assert.equal(hue("0190b1f4-7a3e-7c11-9d2e-0000000000ff"), (0xff % 6) + 1);
  assert.equal(hue("0190b1f4-7a3e-7c11-9d2e-1234deadbeef"), (0xdeadbeef % 6) + 1);
});
