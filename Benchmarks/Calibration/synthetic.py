#!/usr/bin/env python3
"""Made-up outputs of an over-confident model of ImageNet's size, for timing calibrators.

    python3 Benchmarks/Calibration/synthetic.py --output DIR [--samples 50000] [--classes 1000] [--width 64] [--without-test]

Writes DIR/validation (long-tailed) and DIR/test (balanced): logits, labels and features. Labels are drawn
from softmax(logits / 1.5), so that 1.5 is the temperature of a calibrated model.
"""

import argparse
import pathlib

import numpy as np


def write(folder, counts, width, random):
    """One part: for every sample a class that the features show, and a label that may differ from it."""
    folder.mkdir(parents=True, exist_ok=True)
    classes = len(counts)
    shown = np.repeat(np.arange(classes), counts)
    random.shuffle(shown)
    means = np.random.default_rng(7).normal(size=(classes, width)).astype(np.float32)
    features = means[shown] + random.normal(scale=1.2, size=(len(shown), width)).astype(np.float32)
    logits = features @ means.T * (16 / width)
    labels = np.empty(len(shown), dtype=np.int64)
    for begin in range(0, len(shown), 5000):
        scores = logits[begin : begin + 5000] / 1.5
        labels[begin : begin + 5000] = np.argmax(scores + random.gumbel(size=scores.shape), axis=1)
    np.save(folder / "logits.npy", logits)
    np.save(folder / "labels.npy", labels)
    np.save(folder / "features.npy", features)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=int, default=50_000)
    parser.add_argument("--classes", type=int, default=1000)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--factor", type=float, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-test", action="store_true")
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    shares = options.factor ** (-np.arange(options.classes) / (options.classes - 1))
    counts = np.maximum((shares / shares.sum() * options.samples).astype(int), 1)
    counts[0] += options.samples - counts.sum()
    write(options.output / "validation", counts, options.width, random)
    if not options.without_test:
        balanced = np.full(options.classes, options.samples // options.classes)
        write(options.output / "test", balanced, options.width, random)


if __name__ == "__main__":
    main()
