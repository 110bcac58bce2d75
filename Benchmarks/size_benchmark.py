#!/usr/bin/env python3
"""Calibrators and prediction sets at the size of ImageNet and iNaturalist beside their Python peers, in one run.

Made-up outputs of Calibration/synthetic.py: 50,000 × 1,000 (200 MB), 24,426 × 8,142 (795 MB) and 3,880 × 100. In every
round longtail runs just before the peer that it is compared with, and ratios are taken within that pair. A peer that is
not installed, fails or does not end in time has a row that says so. Results are kept in the output file, so that with
--only single rows can be measured again.
"""
import argparse, json, os, pathlib, statistics, subprocess, sys
import numpy as np

from calibration_benchmark import output_of

here = pathlib.Path(__file__).resolve().parent
cache = here.parent / ".build-benchmark" / "size"

# Samples, classes, whether a test part is needed, most memory of its own in bytes.
sizes = {
    "imagenet": (50_000, 1_000, True, 0.7e9),
    "inaturalist": (24_426, 8_142, False, 2.2e9),
    "small": (3_880, 100, False, None),
}
# Row: size, what is timed, peer with its function (none: our seconds alone), least ratio (most seconds).
rows = {
    "temperature-sklearn": ("imagenet", "temperature", ("scikit-learn", "sklearn_temperature_at_size"), 10),
    "temperature-probmetrics": ("imagenet", "temperature", ("probmetrics", "probmetrics_temperature"), 10),
    "temperature-torch": ("imagenet", "temperature", ("PyTorch L-BFGS", "torch_temperature"), 10),
    "svs-probmetrics": ("imagenet", "svs", ("probmetrics", "probmetrics_svs"), 8),
    "vector-torch": ("imagenet", "vector", ("PyTorch L-BFGS", "torch_vector"), 20),
    "sms": ("imagenet", "sms", None, 60),
    "matrix": ("imagenet", "matrix", None, 60),
    "beta": ("imagenet", "beta", None, 10),
    "class-wise-temperature": ("imagenet", "class-wise-temperature", None, 10),
    "sets-torchcp": ("imagenet", "class-conditional", ("TorchCP", "torchcp_class_conditional"), 20),
    "sets-mapie": ("imagenet", "class-conditional", ("MAPIE, one threshold", "mapie_split"), 20),
    "large-temperature-probmetrics": ("inaturalist", "temperature", ("probmetrics", "probmetrics_temperature"), 30),
    "large-svs-probmetrics": ("inaturalist", "svs", ("probmetrics", "probmetrics_svs"), 10),
    "small-matrix": ("small", "matrix", None, 3),
}


def make_probabilities(folder):
    """What sets are made of."""
    logits = np.load(folder / "logits.npy", mmap_mode="r")
    probabilities = np.lib.format.open_memmap(folder / "probabilities.npy", "w+", np.float32, logits.shape)
    for begin in range(0, len(logits), 5000):
        part = logits[begin:begin + 5000]
        raised = np.exp(part - part.max(axis=1, keepdims=True))
        probabilities[begin:begin + 5000] = raised / raised.sum(axis=1, keepdims=True)
    probabilities.flush()


def make_data(size):
    samples, classes, has_test, _ = sizes[size]
    folder = cache / size
    if not (folder / "complete").exists():
        command = [sys.executable, here / "Calibration" / "synthetic.py", "--output", folder, "--samples", samples,
                   "--classes", classes, *([] if has_test else ["--without-test"])]
        subprocess.run([str(part) for part in command], check=True)
        if has_test:
            for part in ("validation", "test"):
                make_probabilities(folder / part)
        (folder / "complete").touch()
    for file in folder.rglob("*.npy"):
        with open(file, "rb") as stream:
            while stream.read(1 << 24):  # into the page cache
                pass
    return folder


def measured(command, limit):
    try:
        return output_of(command, limit)
    except SystemExit as failure:
        return {"failed": str(failure)}


def missing(runs, side):
    """Why a side has no seconds in some round, in words."""
    for run in runs:
        for key in ("absent", "failed"):
            if key in run.get(side, {}):
                return "absent: " + run[side][key] if key == "absent" else run[side][key]
    return None


def quality(run):
    """What a side came to, for a look at whether both did the same."""
    return ", ".join(f"{key} {run[key]:.6f}" for key in ("likelihood", "size", "coverage") if key in run)


def line(name, runs):
    size, what, peer, limit = rows[name]
    samples, classes, _, most_bytes = sizes[size]
    title = f"{samples:,} × {classes:,} {what}" + (f": {peer[0]}" if peer else "")
    if problem := missing(runs, "ours"):
        return (title, "", "", problem, "", "", "")
    mine = statistics.median(run["ours"]["seconds"] for run in runs)
    own_bytes = max(run["ours"]["own_bytes"] for run in runs)
    is_met = most_bytes is None or own_bytes <= most_bytes
    cells = [title, f"{mine:.2f}", "", "", f"≥ {limit}×" if peer else f"≤ {limit} s", f"{own_bytes / 1e6:.0f}", ""]
    if not peer:
        is_met = is_met and mine <= limit
    elif problem := missing(runs, "peer"):
        cells[3] = problem
    else:
        ratio = statistics.median(run["peer"]["seconds"] / run["ours"]["seconds"] for run in runs)
        cells[2] = f"{statistics.median(run['peer']['seconds'] for run in runs):.1f}"
        cells[3] = f"{ratio:.1f}×"
        is_met = is_met and ratio >= limit
    cells[6] = "" if is_met else "missed"
    return tuple(cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the built SizeSpeed")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", default=",".join(rows), help="rows to measure, with commas: " + ", ".join(rows))
    parser.add_argument("--peer-limit", type=float, default=300, help="seconds after which a peer is stopped")
    parser.add_argument("--output", default="benchmark.json")
    options = parser.parse_args()
    chosen = options.only.split(",")
    for name in chosen:
        if name not in rows:
            sys.exit(f"there is no row {name}; rows: {', '.join(rows)}")
    everything = json.load(open(options.output)) if os.path.exists(options.output) else {}
    results = everything.setdefault("calibration_at_size", {})
    for name in chosen:
        size, what, peer, _ = rows[name]
        folder = make_data(size)
        runs = []
        for turn in range(options.rounds):
            run = {"ours": measured([options.program, what, folder], None)}
            if peer:
                run["peer"] = measured(
                    [sys.executable, here / "Peers" / "calibration.py", peer[1], folder], options.peer_limit)
            runs.append(run)
            print(f"{name}, round {turn + 1}/{options.rounds}: {run}", file=sys.stderr, flush=True)
        results[name] = runs
        with open(options.output + ".part", "w") as file:
            json.dump(everything, file, indent=2)
        os.replace(options.output + ".part", options.output)

    lines = [("", "longtail s", "other s", "ratio", "wanted", "own MB", "")]
    lines += [line(name, results[name]) for name in rows if name in results]
    widths = [max(len(cells[i]) for cells in lines) for i in range(7)]
    print("Calibration at size; ratio = the other over longtail")
    for cells in lines:
        print("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(cells, widths))).rstrip())
    for name, runs in results.items():
        sides = [f"{side}: {text}" for side in ("ours", "peer") if (text := quality(runs[-1].get(side, {})))]
        print(f"{name}: {'; '.join(sides)}")


if __name__ == "__main__":
    main()
