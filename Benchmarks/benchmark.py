#!/usr/bin/env python3
"""Training and evaluation speed of longtail beside PyTorch, same recipe, in turns in one run.

CIFAR-100-LT (imbalance factor 100), ResNet-32, batch 128. Real pictures where LONGTAIL_DATA names a
folder with cifar100/, random ones of the same shape otherwise: the speed does not depend on them.
"""
import argparse, json, os, pathlib, shutil, statistics, subprocess, sys, tempfile

here = pathlib.Path(__file__).resolve().parent
peer = [sys.executable, str(here / "Peers" / "pytorch_training.py")]


def data_folder():
    real = pathlib.Path(os.environ.get("LONGTAIL_DATA", "")) / "cifar100"
    if (real / "train.bin").exists():
        return real
    folder = here.parent / ".build-benchmark" / "random-cifar100"
    if not (folder / "test.bin").exists():
        import numpy as np
        folder.mkdir(parents=True, exist_ok=True)
        random = np.random.default_rng(0)
        for name, count in (("train.bin", 50000), ("test.bin", 10000)):
            records = random.integers(0, 256, (count, 3074), dtype=np.uint8)
            records[:, 0] = 0
            records[:, 1] = random.permutation(np.arange(count) % 100)
            records.tofile(folder / name)
    return folder


def measured(command):
    """Last line of JSON that a command prints, and the peak memory of its process."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed with status {status}")
    return text, usage.ru_maxrss * 1024


def ours(longtail, data, device):
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        _, peak = measured([
            longtail, "train", "cross-entropy", "--data", f"cifar100:{data}", "--imbalance-factor", "100",
            "--epochs", "2", "--validation-fraction", "0", "--device", device, "--output", run, "--quiet"])
        # The first epoch warms up caches and memory, as the peers' first steps do.
        second = [json.loads(line) for line in open(os.path.join(run, "log.jsonl"))][1]
        evaluation = json.load(open(os.path.join(run, "evaluation.json")))
        return {"training_images_per_second": second["timing"]["imagesPerSecond"],
                "evaluation_images_per_second": evaluation["imagesPerSecond"]["test"],
                "peak_bytes": peak}


def theirs(data, *options):
    result = {}
    for extra in (["--steps", "85"], ["--evaluate-only"]):
        text, _ = measured(peer + ["--data", str(data), *options, *extra])
        values = json.loads(text.strip().splitlines()[-1])
        result["peak_bytes"] = max(result.get("peak_bytes", 0), values.pop("peak_bytes"))
        result.update(values)
    return result


def in_turns(candidates, rounds):
    """The measurements of each candidate, one a round."""
    results = {name: [] for name in candidates}
    for turn in range(rounds):
        for name, measure in candidates.items():
            results[name].append(measure())
            print(f"round {turn + 1}/{rounds}  {name}: " + ", ".join(
                f"{key} {value:,.0f}" for key, value in results[name][-1].items()), file=sys.stderr, flush=True)
    return results


def median(results, name, key):
    return statistics.median(run[key] for run in results[name])


def ratio(results, name, key):
    # Ratios within a round, so that a machine whose speed drifts does not decide.
    return statistics.median(a[key] / b[key] for a, b in zip(results["longtail"], results[name]))


def print_table(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))


def save(results, options):
    # The file keeps what another benchmark wrote there.
    everything = json.load(open(options.output)) if os.path.exists(options.output) else {}
    temporary = options.output + ".part"
    with open(temporary, "w") as file:
        json.dump(everything | {"rounds": options.rounds, "results": results}, file, indent=2)
    os.replace(temporary, options.output)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--longtail", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", default="benchmark.json")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--without-papers", action="store_true", help="leaves out the slow reading of pictures one by one")
    options = parser.parse_args()
    data = data_folder()

    def peers(*words):
        return theirs(data, "--device", options.device, *words)

    candidates = {
        "longtail": lambda: ours(options.longtail, data, options.device),
        "PyTorch, as the papers write it": lambda: peers("--variant", "papers"),
        "PyTorch, channels-last": lambda: peers("--variant", "best"),
        "PyTorch, channels-last, compiled": lambda: peers("--variant", "best", "--compile"),
    }
    if options.without_papers:
        del candidates["PyTorch, as the papers write it"]
    results = in_turns(candidates, options.rounds)

    rows = [("", "training images/s", "ratio", "evaluation images/s", "ratio", "peak MB")]
    for name in candidates:
        train, test = "training_images_per_second", "evaluation_images_per_second"
        rows.append((name, f"{median(results, name, train):.0f}", f"{ratio(results, name, train):.2f}×",
                     f"{median(results, name, test):.0f}", f"{ratio(results, name, test):.2f}×",
                     f"{median(results, name, 'peak_bytes') / 1e6:.0f}"))
    print(f"CIFAR-100-LT, ResNet-32, batch 128, float32 on {options.device}; medians of "
          f"{options.rounds} rounds in turns; ratio = longtail over the row")
    print_table(rows)
    save(results, options)


if __name__ == "__main__":
    main()
