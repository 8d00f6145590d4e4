// Bundles app/assets into app/static/dist under hashed names and writes manifest.json, which the pages ask.
import { context } from "esbuild";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { argv } from "node:process";
import { gzipSync } from "node:zlib";

const OUT = "app/static/dist";
const ENTRIES = ["awaited.js", "main.css", "docs.css", "desk.js", "library.js", "room.js", "site.js", "worn.js"];

/** @param {import("esbuild").Metafile} made */
function manifest(made) {
  const named = Object.entries(made.outputs).filter(([, output]) => output.entryPoint);
  return Object.fromEntries(named.map(([path, output]) => [basename(output.entryPoint ?? ""), basename(path)]));
}

/** Once, and as small as it gets: the server hands these out as they are. */
async function squeeze(file) {
  await writeFile(`${OUT}/${file}.gz`, gzipSync(await readFile(`${OUT}/${file}`), { level: 9 }));
}

/** Renamed into place: a server that reads meanwhile sees the old list or the new one, never half of it. */
async function write(names) {
  await Promise.all(Object.values(names).map(squeeze));
  await writeFile(`${OUT}/manifest.json.new`, JSON.stringify(names, null, 1) + "\n");
  await rename(`${OUT}/manifest.json.new`, `${OUT}/manifest.json`);
  const old = (await readdir(OUT)).filter((file) => /\.(js|css)(\.gz)?$/.test(file) && !Object.values(names).includes(file.replace(/\.gz$/, "")));
  await Promise.all(old.map((file) => rm(`${OUT}/${file}`)));
}

const list = {
  name: "manifest",
  setup: (build) => build.onEnd((made) => (made.errors.length ? undefined : write(manifest(made.metafile)))),
};

await mkdir(OUT, { recursive: true });
const build = await context({
  entryPoints: ENTRIES.map((file) => `app/assets/${file}`),
  outdir: OUT,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  charset: "utf8",
  legalComments: "none",
  target: ["chrome80", "edge80", "firefox78", "safari13.1"],
  supported: { destructuring: true }, // esbuild holds a rare flaw of Safari 13 against it and cannot rewrite it
  logLevel: "warning",
  plugins: [list],
});
if (argv.includes("--watch")) await build.watch();
else await build.rebuild().finally(() => build.dispose());
