// For a mentor alone: whom they are asked to welcome. The news says only that this changed, so the page is asked.
import { part } from "./page.js";

export async function lookAgain() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return; // the next page has it
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("asked");
  if (fresh) part("#asked").replaceChildren(...[...fresh.childNodes].map((one) => document.importNode(one, true)));
}
