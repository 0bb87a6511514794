#!/usr/bin/env bash
# benches/charts.sh: builds a page of all charts into target/charts, runs it in headless Chromium, and prints its table (about a minute).
# Needs Chromium, python3, and the wasm-bindgen CLI of the version in Cargo.lock, on PATH or in target/tools/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/target/tools/bin:$PATH"
cargo build --quiet --profile release --bench charts --target wasm32-unknown-unknown
wasm=$(ls -t target/wasm32-unknown-unknown/release/deps/charts-*.wasm | head -1)
wasm-bindgen --target web --no-typescript --out-dir target/charts --out-name charts "$wasm"
cp benches/charts/index.html target/charts/
exec python3 - target/charts "$(command -v chromium || command -v chromium-browser || command -v google-chrome)" <<'PYTHON'
import functools, http.server, subprocess, sys, tempfile

folder, chromium = sys.argv[1:]

class Site(http.server.SimpleHTTPRequestHandler):
    def do_POST(self):
        print(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()
        self.server.told = True

    def log_message(self, *_):
        pass

with http.server.HTTPServer(("127.0.0.1", 0), functools.partial(Site, directory=folder)) as site, tempfile.TemporaryDirectory() as profile:
    site.told = False
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}"]
    browser = subprocess.Popen([chromium, *flags, f"http://127.0.0.1:{site.server_port}/"], stderr=subprocess.DEVNULL)
    try:
        while not site.told:
            site.handle_request()
    finally:
        browser.terminate()
        browser.wait()
PYTHON
