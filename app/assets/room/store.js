// Where unsent messages are kept: IndexedDB, and the page's memory where the browser refuses it (private windows).
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Store} Store */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open("cairn", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("outbox", { keyPath: "key" }).createIndex("place", "place");
  };
  return done(request);
}

/** @param {IDBDatabase} database @param {IDBTransactionMode} mode */
const outbox = (database, mode) => database.transaction("outbox", mode).objectStore("outbox");

/** @returns {Store} */
export function memory() {
  /** @type {Map<string, Item>} */
  const kept = new Map();
  return {
    durable: false,
    all: async (place) => [...kept.values()].filter((item) => item.place === place),
    put: async (item) => void kept.set(item.key, item),
    remove: async (key) => void kept.delete(key),
  };
}

/** Never waits for the disk before it can be asked. @returns {Store} */
export function openStore() {
  const opening = open();
  /** @type {Store} */
  const store = {
    durable: true,
    all: async (place) => done(outbox(await opening, "readonly").index("place").getAll(place)),
    put: async (item) => void (await done(outbox(await opening, "readwrite").put(item))),
    remove: async (key) => done(outbox(await opening, "readwrite").delete(key)),
  };
  opening.then(
    (database) => (database.onversionchange = () => database.close()), // signing out in another tab deletes it
    () => Object.assign(store, memory()),
  );
  return store;
}
