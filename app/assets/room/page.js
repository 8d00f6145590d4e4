// What the server wrote into the page for the script.
/** @returns {import("./types.js").Page} */
export function readPage() {
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const data = main.dataset;
  return {
    main,
    room: data.room || "",
    roomName: data.roomName || "",
    community: data.community || "",
    me: { id: data.me || "", handle: data.handle || "", role: data.role || "member" },
    lastSeq: Number(data.lastSeq),
    base: data.base || "",
    api: data.api || "",
    zone: data.zone || "",
    mayWrite: "mayWrite" in data,
    mayReport: "mayReport" in data,
    mayShare: "mayShare" in data,
    ofTwo: "two" in data,
    blocked: new Set((data.blocked || "").split(" ").filter(Boolean)),
  };
}

/**
 * A part that the template always writes.
 * @template {Element} [T=HTMLElement]
 * @param {string} selector @param {ParentNode} [within] @returns {T}
 */
export function part(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return /** @type {T} */ (found);
}

/** @param {string} id @returns {HTMLElement} */
export function copyOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (part(`template#${id}`));
  return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
}

/** A key for one sending. Pages on a plain http address have no randomUUID. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The pebble's hue; the server counts the same way. @param {string} id */
export function hue(id) {
  return (parseInt(id.replace(/-/g, "").slice(-8), 16) % 6) + 1;
}
