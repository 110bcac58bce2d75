#!/usr/bin/env python3
"""Is knowledge-transfer-auto ever worse than temperature scaling?

Takes the outputs of real networks on balanced test sets, draws a long-tailed validation set from one half
of the samples of each class (head and tail classes in seeded random order) and measures on the other half,
which stays balanced. Prints the mean difference of the two calibration errors, its standard error over the
resamples, and the worst cases.

    python3 Benchmarks/Calibration/resamples.py --data CALIBRATION_FOLDER --longtail .build/release/longtail

One resample as folders, for `longtail calibrate compare`:

    python3 Benchmarks/Calibration/resamples.py --data CALIBRATION_FOLDER --make SET --factor 10 --seed 0 --output DIR
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np

SETS = {
    **{
        f"cifar10-human-exp/{name}": (
            f"cifar10-human-exp/{name}_test_logits.npy",
            "cifar10-human-exp/test_labels.npy",
        )
        for name in (
            "densenet_BC_100_12",
            "resnet_basic_110",
            "resnet_preact_bottleneck_164",
            "resnext_29_8x64d",
            "shake_shake_26_2x64d_SSI_cutout16",
        )
    },
    "cifar10-label-shift": ("cifar10-label-shift/valid_probs.npy", "cifar10-label-shift/valid_labels.npy"),
    "cifar10-netcal/lenet-5": ("cifar10-netcal/lenet-5_test_probs.npy", "cifar10-netcal/test_labels.npy"),
    "cifar10-netcal/wideresnet-16-4": (
        "cifar10-netcal/wideresnet-16-4_test_probs.npy",
        "cifar10-netcal/test_labels.npy",
    ),
    "cifar10-verified-calibration/vgg16": (
        "cifar10-verified-calibration/vgg16_test_probs.npy",
        "cifar10-verified-calibration/test_labels.npy",
    ),
    "cifar100-netcal/densenet-bc-100": (
        "cifar100-netcal/densenet-bc-100_test_probs.npy",
        "cifar100-netcal/test_labels.npy",
    ),
    "cifar100-netcal/wideresnet-16-4": (
        "cifar100-netcal/wideresnet-16-4_test_probs.npy",
        "cifar100-netcal/test_labels.npy",
    ),
}


def resample(data, name, factor, seed, output):
    """Writes OUTPUT/validation (long-tailed) and OUTPUT/test (the other half, balanced)."""
    scores_file, labels_file = SETS[name]
    scores = np.load(data / scores_file)
    labels = np.load(data / labels_file)
    kind = "probabilities" if scores_file.endswith("probs.npy") else "logits"
    random = np.random.default_rng([seed, factor])
    classes = scores.shape[1]
    rank = random.permutation(classes)
    validation, test = [], []
    for label in range(classes):
        members = random.permutation(np.flatnonzero(labels == label))
        half = len(members) // 2
        count = max(1, int(half * factor ** (-rank[label] / (classes - 1))))
        validation.append(members[:count])
        test.append(members[half:])
    counts = [len(rows) for rows in validation]
    for part, rows in (("validation", validation), ("test", test)):
        folder = pathlib.Path(output) / part
        folder.mkdir(parents=True, exist_ok=True)
        rows = np.sort(np.concatenate(rows))
        np.save(folder / f"{kind}.npy", scores[rows])
        np.save(folder / "labels.npy", labels[rows])
        (folder / "class_counts.json").write_text(json.dumps(counts))


def compare(longtail, folder):
    """ECE of temperature scaling and of knowledge-transfer-auto, and whether that kept the former's T."""
    text = subprocess.run(
        [longtail, "calibrate", "compare", "--quiet", "--format", "json", "--methods",
         "temperature,knowledge-transfer-auto", "--validation", folder + "/validation", "--test",
         folder + "/test"],
        check=True, capture_output=True, text=True).stdout
    plain, own = json.loads(text)[1:]
    kept = abs(plain["temperature"] - own["temperature"]) < 1e-9
    return 100 * plain["ece"], 100 * own["ece"], kept


def line(name, factor, rows):
    plain, own, kept = (np.array(column, dtype=float) for column in zip(*rows))
    difference = own - plain
    error = difference.std(ddof=1) / np.sqrt(len(rows)) if len(rows) > 1 else float("nan")
    print(
        f"| {name} | {factor} | {len(rows)} | {plain.mean():.2f} | {own.mean():.2f} "
        f"| {difference.mean():+.3f} ± {error:.3f} | {difference.min():+.2f} | {difference.max():+.2f} "
        f"| {int(kept.sum())} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--longtail", default=".build/release/longtail")
    parser.add_argument("--factors", default="10,100")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=1000)
    parser.add_argument("--make", choices=SETS)
    parser.add_argument("--factor", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output")
    options = parser.parse_args()
    if options.make:
        resample(options.data, options.make, options.factor, options.seed, options.output)
        return
    print("| set | factor | resamples | temperature, ECE % | auto, ECE % | difference, points | best | worst | kept |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    everything = []
    for name in SETS:
        for factor in map(int, options.factors.split(",")):
            rows = []
            for seed in range(options.first_seed, options.first_seed + options.seeds):
                with tempfile.TemporaryDirectory() as folder:
                    resample(options.data, name, factor, seed, folder)
                    rows.append(compare(options.longtail, folder))
            line(name, factor, rows)
            everything += rows
    line("all", options.factors, everything)


if __name__ == "__main__":
    main()
