// JSON, one value on each line, as it arrives.

/** @param {ReadableStream<Uint8Array>} body @param {(value: any) => void} tell */
export async function readLines(body, tell) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + decoder.decode(value, { stream: !done })).split("\n");
    rest = done ? "" : lines.pop() || "";
    lines.filter((line) => line.trim()).forEach((line) => tell(JSON.parse(line)));
    if (done) return;
  }
}
