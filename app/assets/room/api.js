// The JSON interface, for history and for what was missed.
import { Refused, Unreachable } from "./errors.js";

/** @param {string} path @param {RequestInit} options */
async function fetched(path, options) {
  try {
    return await fetch(path, { ...options, credentials: "same-origin" });
  } catch {
    throw new Unreachable();
  }
}

/** @param {Response} answer */
async function reason(answer) {
  const said = await answer.json().catch(() => ({}));
  const retry_after = Number(answer.headers.get("Retry-After")) || 0;
  return new Refused({ code: "unavailable", message: answer.statusText, retry_after, ...said.error });
}

/** @param {string} path @param {RequestInit} [options] */
export async function request(path, options = {}) {
  const answer = await fetched(path, options);
  if (!answer.ok) throw await reason(answer);
  return answer.status === 204 ? {} : answer.json();
}

/** An unsafe call needs the token that the page carries. @param {string} path @param {object} body */
export function send(path, body, method = "POST") {
  const token = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") || "";
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return request(path, { method, headers, body: JSON.stringify(body) });
}

/**
 * @param {import("./types.js").Page} page
 * @returns {(query: Record<string, string | number>) => Promise<import("./types.js").Stretch>}
 */
export function history(page) {
  return (query) => {
    const wanted = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    wanted.set("named", "false"); // here nobody learns in passing who asked anonymously
    return request(`${page.api}/rooms/${page.room}/messages?${wanted}`);
  };
}
