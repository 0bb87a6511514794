"""table.py BUILT PEERS ROUNDS: runs the engine, as benches/engine.sh has built it, beside the peers that are set up, in turn.

Prints nanoseconds per item-visit, the least of the rounds and their median, and ratios of the least ones: what else a machine
does makes a run longer and never shorter. Then the memory of the records and the growth curve.
Each program is called as `PROGRAM CASE N SEED` and prints one line of JSON with `wall_s` and `visits`.
ONLY=limit,js_hand,… leaves the others out."""

import json
import os
import statistics
import subprocess
import sys

built, peers, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
here = os.path.dirname(os.path.abspath(__file__))
module = ["node", os.path.join(here, "run.mjs")]
limit = os.path.join(peers, "rust/limits/target/release/limits")
crates = os.path.join(peers, "rust/peers/target/release/")
python = os.path.join(peers, "venv/bin/python")


def script(path):
    return os.path.join(peers, path)


OURS = [
    ("flowglass", [f"{built}/engine"], "ABCD"),
    # With all measures of the page instead of mean, percentile and throughput.
    ("flowglass_all", [f"{built}/engine", "all"], "ABCD"),
    ("flowglass_wasm", [*module, f"{built}/speed/engine.cjs"], "ABCD"),
    # The same in a browser, if there is one.
    ("flowglass_chromium", ["node", os.path.join(here, "chromium.mjs"), f"{built}/browser"], "ABCD"),
    ("flowglass_page", [*module, f"{built}/release/engine.cjs"], "ABCD"),
]
PEERS = [
    ("limit", [limit, "event_warm"], "ABC"),
    ("limit_cold", [limit, "event"], "ABCD"),
    ("limit_wasm", ["node", script("js/wasm.mjs"), "event"], "ABCD"),
    ("js_hand", ["node", script("js/hand.mjs")], "ABCD"),
    ("cimba", [python, script("py/b_cimba_py.py")], "ABD"),
    ("desim", [crates + "desim"], "ABD"),
    ("nexosim", [crates + "nexosim"], "ABCD"),
    ("sim_crate", [crates + "simcrate"], "A"),
    ("simjs", ["node", script("js/b_simjs.mjs")], "ABCD"),
    ("simpy", [python, script("py/b_simpy.py")], "ABCD"),
]
only = os.environ.get("ONLY", "").split(",") if os.environ.get("ONLY") else None


def is_there(command):
    return all(os.path.exists(word) for word in command if os.path.isabs(word))


def run(command, case, seed):
    command, also = (command[:-1], ["all"]) if command[-1] == "all" else (command, [])
    words = [*command, case, "200" if case == "D" else "200000", str(seed), *also]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        return None
    line = json.loads(lines[-1])
    return line["wall_s"] / line["visits"] * 1e9, line["mean"]


programs = OURS + ([peer for peer in PEERS if not only or peer[0] in only] if peers else [])
programs = [program for program in programs if is_there(program[1])]
times, means = {}, {}
for turn in range(1, rounds + 1):
    for case in "ABCD":
        for name, command, cases in programs:
            result = run(command, case, turn) if case in cases else None
            if result:
                times.setdefault((case, name), []).append(result[0])
                means.setdefault((case, name), []).append(result[1])

for case in "ABCD":
    rows = sorted((min(all), name) for (of, name), all in times.items() if of == case)
    ours = dict((name, time) for time, name in rows).get("flowglass")
    if not ours:
        continue
    least = next((time for time, name in rows if name == ("limit_cold" if case == "D" else "limit")), None)
    print(f"\nCase {case:14s}{'ns/visit':>10s}{'median':>10s}{'x limit':>9s}{'x ours':>9s}{'mean time':>11s}")
    for time, name in rows:
        over = f"{time / least:9.2f}" if least else f"{'-':>9s}"
        median = statistics.median(times[case, name])
        print(f"{name:19s}{time:10.1f}{median:10.1f}{over}{time / ours:9.2f}{statistics.mean(means[case, name]):11.3f}")

print()
for words in (["memory", "200000"], ["memory", "300000"], ["growth"]):
    print(subprocess.run([f"{built}/engine", *words], capture_output=True, text=True, check=True).stdout, end="")
