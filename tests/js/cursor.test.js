import assert from "node:assert/strict";
import { test } from "node:test";
import { Cursor } from "../../app/assets/room/cursor.js";

test("each change in its turn leaves no hole", () => {
  const cursor = new Cursor(7);
  assert.equal(cursor.saw(8), false);
  assert.equal(cursor.saw(9), false);
  assert.equal(cursor.at, 9);
});

test("a number that skips one is a hole, and the cursor stays before it", () => {
  const cursor = new Cursor(7);
  assert.equal(cursor.saw(9), true);
  assert.equal(cursor.at, 7);
});

test("a hole closes when the late one comes", () => {
  const cursor = new Cursor(7);
  cursor.saw(10);
  cursor.saw(9);
  assert.equal(cursor.saw(8), false);
  assert.equal(cursor.at, 10);
});

test("what comes twice changes nothing", () => {
  const cursor = new Cursor(7);
  assert.equal(cursor.saw(5), false);
  assert.equal(cursor.saw(7), false);
  assert.equal(cursor.at, 7);
});

test("catching up jumps over numbers that later changes took over", () => {
  const cursor = new Cursor(7);
  cursor.saw(12);
  cursor.reached(11);
  assert.equal(cursor.at, 12);
  assert.equal(cursor.hasGap, false);
});

test("catching up never goes back", () => {
  const cursor = new Cursor(7);
  cursor.reached(3);
  assert.equal(cursor.at, 7);
});
