// node run.mjs MODULE CASE N SEED: one case of the engine in wasm, in the same line of JSON as natively. More runs than there, of
// which the best counts: the first ones run in code that was compiled in a hurry.
import { createRequire } from "node:module";

const [module, name, items, seed] = process.argv.slice(2);
const engine = createRequire(import.meta.url)(module);
let best = Infinity;
let outcome = [];
for (let turn = 0; turn < Number(process.env.INNER ?? 8); turn++) {
  const start = performance.now();
  outcome = engine.run(name, Number(items), Number(seed));
  best = Math.min(best, (performance.now() - start) / 1000);
}
const [reps, mean, p85, thr, visits, events] = outcome;
const line = { tool: "flowglass_wasm", case: name, n: Number(items), reps, wall_s: best, mean, p85, thr, visits, events };
console.log(JSON.stringify(line));
