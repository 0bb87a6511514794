#!/usr/bin/env bash
# benches/belt.sh [PORT]: builds the belt's own page into target/belt and, with a port, serves it there.
# PROFILE=dev builds faster, for looking only. Needs the wasm-bindgen CLI of the version in Cargo.lock, on PATH or in target/tools/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/target/tools/bin:$PATH"
profile=${PROFILE:-release}
cargo build --quiet --profile "$profile" --bench belt --target wasm32-unknown-unknown
wasm=$(ls -t target/wasm32-unknown-unknown/"${profile/dev/debug}"/deps/belt-*.wasm | head -1)
wasm-bindgen --target web --no-typescript --out-dir target/belt --out-name belt "$wasm"
# The seams of the page are not cut here, and nothing is fetched behind them.
sed -i -E 's/^import \* as (\w+) from "__wasm_split_placeholder__";?/const \1 = new Proxy({}, { get: () => () => { throw Error("a seam") } });/' target/belt/belt.js
cp benches/belt/index.html assets/belt.css target/belt/
[ $# -eq 0 ] || exec python3 -m http.server --directory target/belt "$1"
