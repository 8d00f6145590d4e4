import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft } from "../../app/assets/library/draft.js";
import { Refused } from "../../app/assets/room/errors.js";
import { soon, until } from "./helpers.js";

/** A form of two fields, as far as a draft asks for one. */
function form() {
  const fields = { title: { value: "Pacing" }, body: { value: "" }, url: { value: "" }, saved_at: { value: "2026-11-25T10:00:00Z" } };
  const status = { dataset: { saving: "Saving", saved: "Saved {time}", offline: "Offline", refused: "No: {why}" }, textContent: "" };
  return {
    dataset: { key: "one" },
    elements: { namedItem: (name) => fields[name] || null },
    querySelector: () => status,
    querySelectorAll: () => [],
    fields,
    status,
  };
}

globalThis.document = { documentElement: { lang: "en" } };
globalThis.FormData = class {
  get = () => null;
  getAll = () => [];
};
const kept = new Map();
globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
};

const taken = () => new Refused({ code: "conflict", message: "Load it again." });

test("one save is under way at a time, and what is typed meanwhile goes with the next", async () => {
  const page = form();
  const asked = [];
  let answer = () => {};
  const put = (body) => {
    asked.push(body.body);
    return new Promise((done) => (answer = () => done({ resource: { saved_at: `2026-11-25T10:00:0${asked.length}Z` } })));
  };
  const draft = new Draft(page, { put });
  page.fields.body.value = "one";
  draft.touched();
  void draft.save();
  page.fields.body.value = "one two";
  draft.touched();
  void draft.save();
  assert.deepEqual(asked, ["one"]);
  answer();
  await until(() => !draft.saving);
  assert.match(kept.get("cairn:draft:one"), /one two/);
  void draft.save();
  answer();
  await until(() => !draft.saving);
  assert.deepEqual(asked, ["one", "one two"]);
  assert.equal(page.fields.saved_at.value, "2026-11-25T10:00:02Z");
  assert.equal(kept.has("cairn:draft:one"), false);
  clearTimeout(draft.timer);
});

test("what is not saved stays in the browser, and a conflict ends it", async () => {
  const page = form();
  const draft = new Draft(page, { put: () => Promise.reject(taken()) });
  draft.touched();
  await draft.save();
  assert.equal(page.status.textContent, "No: Load it again.");
  assert.equal(draft.stopped, true);
  assert.equal(kept.has("cairn:draft:one"), true);
  draft.touched();
  await soon();
  assert.equal(page.status.textContent, "No: Load it again.");
  clearTimeout(draft.timer);
});

test("words that the browser kept come back only where the server has nothing newer", () => {
  const words = { title: "Pacing", body: "From last time" };
  kept.set("cairn:draft:one", JSON.stringify({ since: "2026-11-25T10:00:00.000Z", words }));
  const page = form();
  const draft = new Draft(page, { put: () => new Promise(() => {}) });
  draft.restore();
  assert.equal(page.fields.body.value, "From last time");
  clearTimeout(draft.timer);
  kept.set("cairn:draft:one", JSON.stringify({ since: "2026-11-25T09:00:00Z", words }));
  const newer = form();
  new Draft(newer, { put: () => new Promise(() => {}) }).restore();
  assert.equal(newer.fields.body.value, "");
  assert.equal(kept.has("cairn:draft:one"), false);
});

test("what arrived though its answer was lost is no other page's", async () => {
  const page = form();
  const there = { title: "Pacing", body: "", url: null, saved_at: "2026-11-25T10:00:00Z" };
  let lost = true;
  const put = async (said) => {
    if (said.saved_at !== there.saved_at) throw taken();
    Object.assign(there, said, { saved_at: "2026-11-25T10:00:05Z" });
    if (lost) throw new Error("no answer");
    return { resource: there };
  };
  const draft = new Draft(page, { put, get: async () => ({ resource: there }) });
  page.fields.body.value = "one";
  draft.touched();
  await draft.save();
  lost = false;
  page.fields.body.value = "one two";
  draft.touched();
  await draft.save();
  assert.equal(there.body, "one two");
  assert.match(page.status.textContent, /^Saved/);
  clearTimeout(draft.timer);
});
