#!/usr/bin/env python3
"""Speed of the calibration library beside the Python that people use, and beside one plain pass.

A million samples; 100 classes (a file of 400 MB) for error and temperature, 10 for the isotonic maps.
Everything runs in turns; ratios are taken within a round. Results are added to the output file.
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


def output_of(command):
    """The line of JSON that a command prints, with the most memory of its own that it held."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    most = 0
    while process.poll() is None:
        try:
            for line in open(f"/proc/{process.pid}/status"):
                if line.startswith("RssAnon"):
                    most = max(most, int(line.split()[1]) * 1024)
        except OSError:
            pass
        time.sleep(0.002)
    if process.returncode != 0:
        sys.exit(f"{command} failed with status {process.returncode}")
    return json.loads(process.stdout.read().strip().splitlines()[-1]) | {"own_bytes": most}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the built CalibrationSpeed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", default="benchmark.json")
    options = parser.parse_args()
    wide, narrow = cache / "wide", cache / "narrow"
    make_data(wide, 100, seed=0)
    make_data(narrow, 10, seed=1)
    for folder in (wide, narrow):
        for file in folder.iterdir():
            file.read_bytes()  # into the page cache
    peer = [sys.executable, here / "Peers" / "calibration.py"]
    candidates = {
        "ours": lambda: output_of([options.program, "wide", wide]),
        "torchmetrics_error": lambda: output_of(peer + ["torchmetrics_error", wide]),
        "netcal_error": lambda: output_of(peer + ["netcal_error", wide]),
        "sklearn_temperature": lambda: output_of(peer + ["sklearn_temperature", wide]),
        "scipy_temperature": lambda: output_of(peer + ["scipy_temperature", wide]),
        "ours_narrow": lambda: output_of([options.program, "narrow", narrow]),
        "sklearn_isotonic": lambda: output_of(peer + ["sklearn_isotonic", narrow]),
        "sklearn_isotonic_one_versus_all":
            lambda: output_of(peer + ["sklearn_isotonic_one_versus_all", narrow]),
    }
    results = {name: [] for name in candidates}
    for turn in range(options.rounds):
        for name, measure in candidates.items():
            results[name].append(measure())
            print(f"round {turn + 1}/{options.rounds}  {name}: {results[name][-1]}", file=sys.stderr,
                  flush=True)

    def ratio(key, mine, theirs=None, other="seconds"):
        pairs = zip(results["ours_narrow" if "isotonic" in key else "ours"], results[theirs or "ours"])
        return statistics.median(b[other] / a[key] if theirs else a[key] / a[other] for a, b in pairs)

    def seconds(name, key="seconds"):
        return statistics.median(run[key] for run in results[name])

    rows = [("", "seconds", "ratio", "wanted")]
    rows.append(("plain pass over 400 MB, one thread", f"{seconds('ours', 'pass_seconds'):.4f}", "", ""))
    for title, key, wanted in (("ECE, 15 bins", "error_seconds", "≤ 4 passes"),
                               ("reading and checking the probabilities", "read_probabilities_seconds", ""),
                               ("temperature", "temperature_seconds", "≤ 60 passes")):
        rows.append((title, f"{seconds('ours', key):.4f}",
                     f"{ratio(key, 'ours', other='pass_seconds'):.1f} passes", wanted))
    for title, key, theirs, wanted in (
            ("ECE, torchmetrics", "error_seconds", "torchmetrics_error", "≥ 4×"),
            ("ECE, netcal", "error_seconds", "netcal_error", "≥ 4×"),
            ("temperature, scikit-learn", "temperature_seconds", "sklearn_temperature", "≥ 5×"),
            ("temperature, SciPy as the paper's code", "temperature_seconds", "scipy_temperature", "≥ 30×")):
        rows.append((title, f"{seconds(theirs):.3f}", f"{ratio(key, 'ours', theirs):.0f}×", wanted))
    for title, key, theirs in (
            ("isotonic, pooled", "isotonic_seconds", "sklearn_isotonic"),
            ("isotonic, one-vs-all", "isotonic_one_versus_all_seconds",
             "sklearn_isotonic_one_versus_all")):
        rows.append((title, f"{seconds('ours_narrow', key):.3f}", "", ""))
        rows.append((f"{title}, scikit-learn", f"{seconds(theirs):.3f}",
                     f"{ratio(key, 'ours_narrow', theirs):.0f}×", "≥ 10×"))
    likelihoods = {name: likelihood(wide, results[name][0]["temperature"])
                   for name in ("ours", "sklearn_temperature", "scipy_temperature")}
    print("Calibration, a million samples; ratio = row over longtail, or longtail over the plain pass")
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for row in rows:
        print("  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))))
    print("memory of its own: " + ", ".join(
        f"{name} {max(run['own_bytes'] for run in runs) / 1e6:.0f} MB" for name, runs in results.items()))
    print("likelihood reached (lower is better): " + ", ".join(
        f"{name} {value:.12f}" for name, value in likelihoods.items()))
    everything = json.load(open(options.output)) if os.path.exists(options.output) else {}
    everything["calibration"] = {"rounds": options.rounds, "results": results, "likelihoods": likelihoods}
    with open(options.output + ".part", "w") as file:
        json.dump(everything, file, indent=2)
    os.replace(options.output + ".part", options.output)


if __name__ == "__main__":
    main()
