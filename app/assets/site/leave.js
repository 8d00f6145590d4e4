// A shared computer must not keep what somebody wrote: leaving takes drafts and unsent messages along.
function forget() {
  Object.keys(localStorage)
    .filter((key) => key.startsWith("cairn:"))
    .forEach((key) => localStorage.removeItem(key));
  if (window.indexedDB) indexedDB.deleteDatabase("cairn");
}

export function startLeave() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const address = new URL(form.getAttribute("action") || "", location.href);
    if (form.method === "post" && ["/signout", "/account/erase"].includes(address.pathname)) forget();
  });
}
