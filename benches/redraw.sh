#!/usr/bin/env bash
# benches/redraw.sh cfd|charts: builds a page of the cumulative flow diagram, or of all other charts, runs it in headless
# Chromium, and prints its table (about a minute).
# Needs Chromium, python3, and the wasm-bindgen CLI of the version in Cargo.lock, on PATH or in target/tools/bin.
set -euo pipefail
bench=${1:?usage: benches/redraw.sh cfd|charts}
cd "$(dirname "$0")/.."
benches/bind.sh "$bench" bench
cp benches/redraw/index.html "target/$bench/"
exec python3 - "target/$bench" "$(command -v chromium || command -v chromium-browser || command -v google-chrome)" <<'PYTHON'
import functools, http.server, subprocess, sys, tempfile, threading

folder, chromium = sys.argv[1:]

class Site(http.server.SimpleHTTPRequestHandler):
    def do_POST(self):
        print(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()
        told.set()

    def log_message(self, *_):
        pass

told = threading.Event()
# A browser also opens connections and says nothing on them: each gets a thread of its own.
with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Site, directory=folder)) as site, tempfile.TemporaryDirectory() as profile:
    threading.Thread(target=site.serve_forever, daemon=True).start()
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}"]
    browser = subprocess.Popen([chromium, *flags, f"http://127.0.0.1:{site.server_port}/"], stderr=subprocess.DEVNULL)
    try:
        if not told.wait(480):
            sys.exit("the page has told nothing for eight minutes")
    finally:
        browser.terminate()
        browser.wait()
        site.shutdown()
PYTHON
