#!/usr/bin/env python3
"""Speed of the calibration library beside the Python that people use, and beside one plain pass.

A million samples; 100 classes (a file of 400 MB) for error and temperature, 10 for the isotonic maps.
In every round longtail runs just before the peer that it is compared with, and ratios are taken within
that pair. Results are kept in the output file, so that with --only single rows can be measured again.
"""
import argparse, json, os, pathlib, statistics, subprocess, sys, time
import numpy as np

here = pathlib.Path(__file__).resolve().parent
cache = here.parent / ".build-benchmark" / "calibration"
samples = 1_000_000


def make_data(folder, classes, seed):
    """Logits twice as large as the labels' distribution deserves, so that the best temperature is 2."""
    if (folder / "labels.npy").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    logits = np.lib.format.open_memmap(folder / "logits.npy", "w+", np.float32, (samples, classes))
    probabilities = np.lib.format.open_memmap(
        folder / "probabilities.npy", "w+", np.float32, (samples, classes))
    labels = np.zeros(samples, np.int64)
    for begin in range(0, samples, 50_000):
        part = slice(begin, begin + 50_000)
        score = 3 * random.standard_normal((50_000, classes), dtype=np.float32)
        gumbel = -np.log(-np.log(random.random((50_000, classes), dtype=np.float32) * 0.999998 + 1e-6))
        labels[part] = (score + gumbel).argmax(axis=1)
        logits[part] = 2 * score
        raised = np.exp(2 * score - 2 * score.max(axis=1, keepdims=True))
        probabilities[part] = raised / raised.sum(axis=1, keepdims=True)
    logits.flush(), probabilities.flush()
    np.save(folder / "labels.npy", labels)


def likelihood(folder, temperature):
    """Mean negative log-likelihood in double precision."""
    logits, labels = np.load(folder / "logits.npy", mmap_mode="r"), np.load(folder / "labels.npy")
    total = 0.0
    for begin in range(0, samples, 50_000):
        z = logits[begin:begin + 50_000].astype(np.float64) / temperature
        z -= z.max(axis=1, keepdims=True)
        own = z[np.arange(len(z)), labels[begin:begin + 50_000]]
        total += float((np.log(np.exp(z).sum(axis=1)) - own).sum())
    return total / samples


def output_of(command, limit=None):
    """The line of JSON that a command prints, with the most memory of its own that it held; SystemExit where it fails,
    or has not ended after so many seconds."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    begin = time.monotonic()
    most = 0
    while process.poll() is None:
        if limit is not None and time.monotonic() - begin > limit:
            process.kill()
            process.wait()
            sys.exit(f"did not end in {limit:.0f} s")
        try:
            for line in open(f"/proc/{process.pid}/status"):
                if line.startswith("RssAnon"):
                    most = max(most, int(line.split()[1]) * 1024)
        except OSError:
            pass
        time.sleep(0.002)
    if process.returncode != 0:
        sys.exit(f"failed with status {process.returncode}: {' '.join(map(str, command))}")
    return json.loads(process.stdout.read().strip().splitlines()[-1]) | {"own_bytes": most}


# Row: title, our figure, peer (none: the plain pass), least ratio (most, for the pass).
rows = {
    "ece": ("ECE in 15 bins, from probabilities", "error_seconds", None, 4),
    "fit": ("temperature fit", "temperature_seconds", None, 60),
    "ece-torchmetrics": ("ECE: torchmetrics", "error_seconds", "torchmetrics_error", 4),
    "ece-netcal": ("ECE: netcal", "error_seconds", "netcal_error", 4),
    "fit-sklearn": ("temperature: scikit-learn", "temperature_seconds", "sklearn_temperature", 5),
    "fit-scipy": ("temperature: SciPy, as the paper's code", "temperature_seconds",
                  "scipy_temperature", 30),
    "isotonic-sklearn": ("isotonic: scikit-learn", "isotonic_seconds", "sklearn_isotonic", 10),
    "isotonic-one-vs-all-sklearn": ("isotonic, one-vs-all: scikit-learn",
                                    "isotonic_one_versus_all_seconds",
                                    "sklearn_isotonic_one_versus_all", 10),
}


def table(results):
    lines = [("", "longtail s", "other s", "ratio", "wanted", "")]
    for name, (title, key, peer, limit) in rows.items():
        if name not in results:
            lines.append((title, "", "", "not measured", "", ""))
            continue
        runs = results[name]
        mine = statistics.median(run["ours"][key] for run in runs)
        if peer:
            other = statistics.median(run["peer"]["seconds"] for run in runs)
            ratio = statistics.median(run["peer"]["seconds"] / run["ours"][key] for run in runs)
            text, wanted, is_met = f"{ratio:.1f}×", f"≥ {limit}×", ratio >= limit
        else:
            other = statistics.median(run["ours"]["pass_seconds"] for run in runs)
            ratio = statistics.median(run["ours"][key] / run["ours"]["pass_seconds"] for run in runs)
            text, wanted, is_met = f"{ratio:.1f} passes", f"≤ {limit} passes", ratio <= limit
        lines.append((title, f"{mine:.3f}", f"{other:.3f}", text, wanted, "" if is_met else "missed"))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the built CalibrationSpeed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(rows),
                        help="rows to measure, with commas: " + ", ".join(rows))
    parser.add_argument("--output", default="benchmark.json")
    options = parser.parse_args()
    chosen = options.only.split(",")
    for name in chosen:
        if name not in rows:
            sys.exit(f"there is no row {name}; rows: {', '.join(rows)}")
    folders = {"wide": cache / "wide", "narrow": cache / "narrow"}
    make_data(folders["wide"], 100, seed=0)
    make_data(folders["narrow"], 10, seed=1)
    everything = json.load(open(options.output)) if os.path.exists(options.output) else {}
    results = everything.setdefault("calibration", {})
    for name in chosen:
        title, key, peer, _ = rows[name]
        kind = "narrow" if "isotonic" in name else "wide"
        for file in folders[kind].iterdir():
            file.read_bytes()  # into the page cache
        runs = []
        for turn in range(options.rounds):
            run = {"ours": output_of([options.program, kind, folders[kind]])}
            if peer:
                run["peer"] = output_of([sys.executable, here / "Peers" / "calibration.py", peer, folders[kind]])
            if "temperature" in key:
                for side in run.values():
                    side["likelihood"] = likelihood(folders[kind], side["temperature"])
            runs.append(run)
            print(f"{name}, round {turn + 1}/{options.rounds}: {run}", file=sys.stderr, flush=True)
        results[name] = runs
        with open(options.output + ".part", "w") as file:
            json.dump(everything, file, indent=2)
        os.replace(options.output + ".part", options.output)

    lines = table(results)
    widths = [max(len(line[i]) for line in lines) for i in range(6)]
    print("Calibration of a million samples; ratio = the other over longtail, or longtail over the plain pass")
    for line in lines:
        print("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(line, widths))).rstrip())
    for name in results:
        peer = rows[name][2]
        sides = {"longtail": "ours"} | ({peer: "peer"} if peer else {})
        text = ", ".join(
            f"{side} {max(run[key]['own_bytes'] for run in results[name]) / 1e6:.0f} MB"
            + (f" (likelihood {results[name][-1][key]['likelihood']:.12f})"
               if "likelihood" in results[name][-1][key] else "")
            for side, key in sides.items())
        print(f"memory of its own, {name}: {text}")


if __name__ == "__main__":
    main()
