#!/usr/bin/env bash
# benches/bind.sh BENCH NAME [PROFILE]: compiles a benchmark that is a page, and binds it into target/BENCH as NAME.js.
# Needs the wasm-bindgen CLI of the version in Cargo.lock, on PATH or in target/tools/bin.
set -euo pipefail
bench=$1 name=$2 profile=${3:-release}
cd "$(dirname "$0")/.."
PATH="$PWD/target/tools/bin:$PATH"
cargo build --quiet --profile "$profile" --bench "$bench" --target wasm32-unknown-unknown
wasm=$(ls -t target/wasm32-unknown-unknown/"${profile/dev/debug}"/deps/"$bench"-*.wasm | head -1)
wasm-bindgen --target web --no-typescript --out-dir "target/$bench" --out-name "$name" "$wasm"
# The seams of the page are not cut here, and nothing is fetched behind them.
sed -i -E 's/^import \* as (\w+) from "__wasm_split_placeholder__";?/const \1 = new Proxy({}, { get: () => () => { throw Error("a seam") } });/' "target/$bench/$name.js"
