import assert from "node:assert/strict";
import { test } from "node:test";

import { readLines } from "../../app/assets/library/lines.js";

/** @param {Uint8Array[]} pieces */
const stream = (pieces) => new Blob(pieces).stream();

/** Every way in which a text falls into two pieces. @param {string} text */
async function all(text) {
  const bytes = new TextEncoder().encode(text);
  const found = [];
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    /** @type {unknown[]} */
    const seen = [];
    await readLines(body, (value) => seen.push(value));
    found.push(JSON.stringify(seen));
  }
  return [...new Set(found)];
}

test("each line is told once, wherever the line was cut, with or without a last break", async () => {
  assert.deepEqual(await all('{"done":1}\n{"words":"é😀"}\n'), ['[{"done":1},{"words":"é😀"}]']);
  assert.deepEqual(await all('{"done":1}\n\n{"done":2}'), ['[{"done":1},{"done":2}]']);
});

test("what is no JSON is an error and not silence", async () => {
  await assert.rejects(readLines(stream([new TextEncoder().encode("<html>\n")]), () => {}));
});
