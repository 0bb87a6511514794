#!/usr/bin/env bash
# benches/engine.sh [PEERS] [ROUNDS]: the engine natively and in wasm beside other simulators on the same cases, in turn, and a table.
# PEERS is a folder with a `run_all.py` and the peers that it knows (or set FLOWGLASS_PEERS); without one the engine is alone. Needs
# node and the wasm-bindgen CLI of the version in Cargo.lock, on PATH or in target/tools/bin. `flowglass_chromium` is the wasm in
# Chromium (or what CHROMIUM names) instead of in node. The page itself is compiled for size: `flowglass_page` is what that costs.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/target/tools/bin:$PATH"
out=$PWD/target/engine
build() { cargo build --quiet --no-default-features --bench engine "$@"; }
newest() { find "target/$1/deps" -name "engine-*$2" ! -name '*.d' -printf '%T@ %p\n' | sort -rn | head -1 | cut -d' ' -f2; }
mkdir -p "$out"
build --profile speed
cp "$(newest speed '')" "$out/engine"
for profile in speed release; do
  build --profile "$profile" --target wasm32-unknown-unknown
  wasm-bindgen --target nodejs --no-typescript --out-dir "$out/$profile" --out-name engine "$(newest "wasm32-unknown-unknown/$profile" .wasm)"
  mv "$out/$profile/engine.js" "$out/$profile/engine.cjs"
done
wasm-bindgen --target no-modules --no-typescript --out-dir "$out/browser" --out-name engine "$(newest wasm32-unknown-unknown/speed .wasm)"
exec python3 benches/engine/table.py "$out" "${1:-${FLOWGLASS_PEERS:-}}" "${2:-5}"
