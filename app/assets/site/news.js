// How many answers one has not read, beside the way to one's account. Pages with a live line hear of them there; the
// others ask now and then, and when somebody comes back to them.
const EVERY = 60000;

export function startNews() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-news]"));
  if (!link) return;
  const ask = () => (document.hidden ? undefined : count(link));
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
