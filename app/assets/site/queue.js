// How many cases are open, beside the way to the queue: on every page with a live line, as soon as one changes. The pages
// of the desk renew all that is theirs by themselves.
const QUEUE = '.tabs a[href$="/queue"]';
const TOGETHER = 1000; // several changes in a row are one

export function startQueue() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(QUEUE));
  if (!link) return;
  let waiting = 0;
  document.addEventListener("cairn:cases", () => {
    if (waiting || document.body.hasAttribute("data-live-now")) return;
    waiting = Number(setTimeout(() => look(link).finally(() => (waiting = 0)), TOGETHER));
  });
}

/** @param {HTMLAnchorElement} link */
async function look(link) {
  const answer = await fetch(link.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(QUEUE);
  if (fresh) link.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
}
