// JSON, one value on each line, as it arrives.

/** @param {ReadableStream<Uint8Array>} body @param {(value: any) => void} tell */
export async function readLines(body, tell) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value || "")).split("\n");
    rest = done ? "" : lines.pop() || "";
    lines.filter((line) => line.trim()).forEach((line) => tell(JSON.parse(line)));
    if (done) return;
  }
}
