#!/usr/bin/env python3
"""Speed of MiSLAS's stage 2 in longtail beside PyTorch, same recipe, in turns in one run.

CIFAR-100-LT (imbalance factor 100), ResNet-32, batch 128: the backbone without gradients, its batch norms following
the class-aware batches. Data as for benchmark.py.
"""
import argparse, json, os, pathlib, sys, tempfile

from benchmark import data_folder, in_turns, measured, median, print_table, ratio, save

here = pathlib.Path(__file__).resolve().parent
peer = [sys.executable, str(here / "Peers" / "pytorch_second_stage.py")]
speed = "second_stage_images_per_second"


def first_stage(longtail, data, folder):
    """A run that stage 2 can begin from; one epoch will do, as the speed does not depend on the weights."""
    run = os.path.join(folder, "features")
    measured([
        longtail, "train", "mixup", "--data", f"cifar100:{data}", "--imbalance-factor", "100", "--epochs", "1",
        "--validation-fraction", "0", "--output", run, "--quiet"])
    return run


def ours(longtail, start):
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        _, peak = measured([
            longtail, "train", "mislas", "--from", start, "--set", "stages.1.epochs=2", "--output", run, "--quiet"])
        # The first epoch warms up caches and memory, as the peers' first steps do.
        second = [json.loads(line) for line in open(os.path.join(run, "log.jsonl"))][1]
        return {speed: second["timing"]["imagesPerSecond"], "peak_bytes": peak}


def theirs(data, variant):
    text, peak = measured(peer + ["--data", str(data), "--variant", variant, "--steps", "85"])
    values = json.loads(text.strip().splitlines()[-1])
    values["peak_bytes"] = max(values["peak_bytes"], peak)
    return values


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--longtail", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", default="second-stage-benchmark.json")
    options = parser.parse_args()
    data = data_folder()
    with tempfile.TemporaryDirectory() as folder:
        start = first_stage(options.longtail, data, folder)
        results = in_turns({
            "longtail": lambda: ours(options.longtail, start),
            "PyTorch, as the papers write it": lambda: theirs(data, "papers"),
            "PyTorch, channels-last": lambda: theirs(data, "best"),
        }, options.rounds)
    rows = [("", "stage-2 images/s", "ratio", "peak MB")]
    for name in results:
        rows.append((name, f"{median(results, name, speed):.0f}", f"{ratio(results, name, speed):.2f}×",
                     f"{median(results, name, 'peak_bytes') / 1e6:.0f}"))
    print("CIFAR-100-LT, ResNet-32, stage 2 of MiSLAS, batch 128, float32; medians of "
          f"{options.rounds} rounds in turns; ratio = longtail over the row")
    print_table(rows)
    save(results, options)


if __name__ == "__main__":
    main()
