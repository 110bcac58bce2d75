#!/usr/bin/env python3
"""Speed and memory of reading tables: `longtail metrics` on 1,000,000 rows of 10 classes as CSV, in turns with what
people use (pandas for the table, NumPy for accuracy and ECE), and with another build of longtail when one is given.

Whole processes, with their start; ratios are taken within a round, memory is the most a process held.
"""
import argparse, json, os, pathlib, statistics, subprocess, sys, tempfile, time
import numpy as np

here = pathlib.Path(__file__).resolve().parent
cache = here.parent / ".build-benchmark" / "files"
samples, classes = 1_000_000, 10


def make_table(path):
    """Probabilities with six decimals, the label first, a header; made once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    unfinished = path.with_suffix(".part")
    with open(unfinished, "w") as file:
        file.write("label," + ",".join(f"class{c}" for c in range(classes)) + "\n")
        for _ in range(0, samples, 50_000):
            score = 3 * random.standard_normal((50_000, classes))
            gumbel = random.gumbel(size=(50_000, classes))
            labels = (score + gumbel).argmax(axis=1)
            raised = np.exp(1.5 * (score - score.max(axis=1, keepdims=True)))
            values = np.char.mod("%.6f", raised / raised.sum(axis=1, keepdims=True))
            file.writelines(f"{label},{','.join(row)}\n" for label, row in zip(labels, values))
    os.replace(unfinished, path)


def measured(command):
    """Seconds, most memory in bytes, and the printed figures of a process."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        if status != 0:
            sys.exit(f"{command} failed with status {os.waitstatus_to_exitcode(status)}")
        output.seek(0)
        figures = json.loads(output.read())
    return {"seconds": seconds, "bytes": usage.ru_maxrss * 1024, "ece": figures["ece"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--longtail", default=".build/release/longtail")
    parser.add_argument("--before", help="another build of longtail, such as one of the state before a change")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    path = cache / "probabilities.csv"
    make_table(path)
    path.read_bytes()  # into the page cache
    metrics = ["metrics", "--probabilities", path, "--labels", f"{path}:label", "--format", "json"]
    sides = {"longtail": [options.longtail, *metrics],
             "pandas + NumPy": [sys.executable, here / "Peers" / "table.py", path]}
    if options.before:
        sides["longtail before"] = [options.before, *metrics]
    runs = {side: [] for side in sides}
    for turn in range(options.rounds):
        for side, command in sides.items():
            runs[side].append(measured(command))
            print(f"round {turn + 1}/{options.rounds}, {side}: {runs[side][-1]}", file=sys.stderr, flush=True)
    print(f"metrics of {samples:,} × {classes} probabilities as CSV, {path.stat().st_size / 1e6:.0f} MB; "
          "ratio = the other over longtail")
    for side, results in runs.items():
        seconds = [run["seconds"] for run in results]
        ratio = statistics.median(r["seconds"] / own["seconds"] for r, own in zip(results, runs["longtail"]))
        print(f"{side:16} {statistics.median(seconds):6.2f} s ({min(seconds):.2f} to {max(seconds):.2f})  "
              f"{max(run['bytes'] for run in results) / 1e6:6.0f} MB  {ratio:5.2f}×  ECE {results[-1]['ece']:.6f}")


if __name__ == "__main__":
    main()
