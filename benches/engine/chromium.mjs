// node chromium.mjs FOLDER CASE N SEED: the same as run.mjs in Chromium (`CHROMIUM` says which), where readers run the engine. FOLDER
// holds the module for a page without modules.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, name, items, seed] = process.argv.slice(2);
const turns = Number(process.env.INNER ?? 8);
const wasm = readFileSync(join(folder, "engine_bg.wasm")).toString("base64");
const script = readFileSync(join(folder, "engine.js"), "utf8");
const page = `<!doctype html><title>engine</title><pre></pre><script>${script}</script><script>
wasm_bindgen.initSync({ module: Uint8Array.from(atob("${wasm}"), (sign) => sign.charCodeAt(0)) });
let best = Infinity;
let outcome = [];
for (let turn = 0; turn < ${turns}; turn++) {
  const start = performance.now();
  outcome = wasm_bindgen.run(${JSON.stringify(name)}, ${Number(items)}, ${Number(seed)});
  best = Math.min(best, (performance.now() - start) / 1000);
}
document.querySelector("pre").textContent = JSON.stringify([best, ...outcome]);
</script>`;
const work = mkdtempSync(join(tmpdir(), "engine-"));
try {
  writeFileSync(join(work, "page.html"), page);
  const flags =
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync --dump-dom";
  const words = [...flags.split(" "), `--user-data-dir=${join(work, "profile")}`, pathToFileURL(join(work, "page.html")).href];
  const quiet = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  const dom = execFileSync(process.env.CHROMIUM ?? "chromium", words, quiet);
  const [best, reps, mean, p85, thr, visits, events] = JSON.parse(dom.match(/<pre>(\[.*\])<\/pre>/)[1]);
  const line = { tool: "flowglass_chromium", case: name, n: Number(items), reps, wall_s: best, mean, p85, thr, visits, events };
  console.log(JSON.stringify(line));
} finally {
  rmSync(work, { recursive: true, force: true });
}
