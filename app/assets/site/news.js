// How many answers one has not read, beside the way to one's account, and how many messages in conversations of two. Pages with a live line hear of them there; the
// others ask now and then, and when somebody comes back to them.
const EVERY = 60000;

export function startNews() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-news]"));
  if (!link) return;
  const ask = () => document.hidden || [count(link), countConversations()];
  document.addEventListener("cairn:news", ask);
  document.addEventListener("visibilitychange", ask);
  setInterval(() => document.documentElement.hasAttribute("data-hears") || ask(), EVERY);
}

/** @param {HTMLAnchorElement} link */
async function count(link) {
  const answer = await fetch("/api/v1/me", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) show(link, (await answer.json()).person.unread_answers);
}

/** @param {HTMLAnchorElement} link @param {number} unread */
function show(link, unread) {
  const shown = /** @type {HTMLElement} */ (link.querySelector(".count"));
  const told = /** @type {HTMLElement} */ (document.getElementById("news"));
  const words = unread ? (told.dataset.words || "").replace("{n}", String(unread)) : "";
  shown.textContent = String(unread);
  shown.hidden = !unread;
  if (told.textContent !== words) told.textContent = words;
  link.href = (unread ? link.dataset.news : link.dataset.account) || link.href;
}

/** Those of the one that is open are being read. */
async function countConversations() {
  const places = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-asks]"));
  const path = places[0]?.dataset.asks;
  const answer = path && (await fetch(path, { cache: "no-store" }).catch(() => null));
  if (!answer || !answer.ok) return;
  const { items } = /** @type {{items: {id: string, unread: number}[]}} */ (await answer.json());
  const others = items.filter(({ id }) => id !== document.getElementById("main")?.dataset.room);
  const unread = others.reduce((sum, one) => sum + one.unread, 0);
  for (const place of places) {
    place.childNodes[0].textContent = String(unread);
    place.hidden = !unread;
  }
}
