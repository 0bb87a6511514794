#!/usr/bin/env bash
# benches/belt.sh [PORT]: builds the belt's own page into target/belt and, with a port, serves it there.
# PROFILE=dev builds faster, for looking only. Needs the wasm-bindgen CLI of the version in Cargo.lock, on PATH or in target/tools/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
benches/bind.sh belt belt "${PROFILE:-release}"
cp benches/belt/index.html assets/belt.css target/belt/
[ $# -eq 0 ] || exec python3 -m http.server --directory target/belt "$1"
