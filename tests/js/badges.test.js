import assert from "node:assert/strict";
import { test } from "node:test";
import { Badges } from "../../app/assets/room/badges.js";

const ana = { id: "ana", handle: "Ana", role: "professional", title: "Nurse" };
const badge = (title) => ({ person_id: "ana", role: "professional", title });
globalThis.document = { querySelectorAll: () => [] };

test("until the room is entered a message's own word counts, and not after", () => {
  const badges = new Badges();
  assert.equal(badges.today(ana), ana);
  badges.entered([]);
  assert.deepEqual(badges.today(ana), { ...ana, role: "member", title: null });
});

test("what was heard while entering is newer than the answer", () => {
  const badges = new Badges();
  badges.entering();
  badges.changed(badge("Dietitian"));
  badges.changed(badge("Pharmacist"));
  badges.entered([badge("Nurse")]);
  assert.equal(badges.today(ana).title, "Pharmacist");
});

test("what was heard before the line broke is not", () => {
  const badges = new Badges();
  badges.entered([]);
  badges.changed(badge("Dietitian"));
  badges.entering();
  badges.entered([badge("Nurse")]);
  assert.equal(badges.today(ana).title, "Nurse");
});
