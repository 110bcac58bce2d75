#!/usr/bin/env python3
"""Speed of BalPoE and SHIKE in longtail beside their authors' own code, same recipe, in turns in one run.

CIFAR-100-LT (imbalance factor 100), three experts on ResNet-32, batch 128, data loading and augmentation included.
Needs clones of github.com: emasa/BalPoE-CalibratedLT and jinyan-06/SHIKE. Data as for benchmark.py.
"""
import argparse, json, os, pathlib, sys, tempfile

from benchmark import data_folder, in_turns, measured, median, print_table, ratio, save

here = pathlib.Path(__file__).resolve().parent
peer = [sys.executable, str(here / "Peers" / "official_experts.py")]


def ours(longtail, data, method, *settings):
    variant = "first" if method == "shike" else "shuffled"
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        _, peak = measured([
            longtail, "train", method, "--data", f"cifar100:{data}", "--imbalance-factor", "100",
            "--split-variant", variant, "--epochs", "2", "--validation-fraction", "0", "--output", run, "--quiet",
            *(word for setting in settings for word in ("--set", setting))])
        # The first epoch warms up caches and memory, as the peers' first steps do.
        second = [json.loads(line) for line in open(os.path.join(run, "log.jsonl"))][1]
        evaluation = json.load(open(os.path.join(run, "evaluation.json")))
        return {"training_images_per_second": second["timing"]["imagesPerSecond"],
                "evaluation_images_per_second": evaluation["imagesPerSecond"]["test"],
                "peak_bytes": peak}


def theirs(data, method, code):
    result = {}
    for extra in (["--steps", "85"], ["--evaluate-only"]):
        text, _ = measured(peer + [method, "--code", code, "--data", str(data), *extra])
        values = json.loads(text.strip().splitlines()[-1])
        result["peak_bytes"] = max(result.get("peak_bytes", 0), values.pop("peak_bytes"))
        result.update(values)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--longtail", required=True)
    parser.add_argument("--balpoe", required=True, help="clone of emasa/BalPoE-CalibratedLT")
    parser.add_argument("--shike", required=True, help="clone of jinyan-06/SHIKE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", default="experts-benchmark.json")
    options = parser.parse_args()
    data = data_folder()
    rows = [("", "training images/s", "ratio", "evaluation images/s", "ratio", "peak MB")]
    everything = {}
    for method, code in (("balpoe", options.balpoe), ("shike", options.shike)):
        candidates = {
            "longtail": lambda: ours(options.longtail, data, method),
            "the authors' code": lambda: theirs(data, method, code),
        }
        if method == "shike":
            # What training would reach if AutoAugment and Cutout cost nothing.
            candidates["longtail, without augmentation"] = lambda: ours(
                options.longtail, data, method, "stages.0.augmentations=[]", "stages.1.augmentations=[]")
        results = in_turns(candidates, options.rounds)
        for name in results:
            train, test = "training_images_per_second", "evaluation_images_per_second"
            rows.append((f"{method}, {name}", f"{median(results, name, train):.0f}",
                         f"{ratio(results, name, train):.2f}×", f"{median(results, name, test):.0f}",
                         f"{ratio(results, name, test):.2f}×",
                         f"{median(results, name, 'peak_bytes') / 1e6:.0f}"))
            everything[f"{method}, {name}"] = results[name]
    print("CIFAR-100-LT, three experts on ResNet-32, batch 128, float32; medians of "
          f"{options.rounds} rounds in turns; ratio = longtail over the row")
    print_table(rows)
    save(everything, options)


if __name__ == "__main__":
    main()
