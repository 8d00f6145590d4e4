const CLOSE = 5 * 60 * 1000;

/**
 * @typedef {{by: string, at: number, removed: boolean, quotes: boolean}} Said
 * Whether a message joins the one above it under the same name. Anonymous ones (no `by`) never do: it would tell
 * that they are by the same person.
 * @param {Said} above @param {Said} said
 */
export function follows(above, said) {
  const same = said.by !== "" && said.by === above.by;
  return same && !said.quotes && !said.removed && !above.removed && said.at - above.at < CLOSE;
}
