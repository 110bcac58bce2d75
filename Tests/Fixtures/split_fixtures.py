#!/usr/bin/env python3
"""Writes split_fixtures.json: the published long-tailed selections of CIFAR-10 and CIFAR-100.

    split_fixtures.py CIFAR10_TRAIN_LABELS CIFAR100_FOLDER

CIFAR10_TRAIN_LABELS: 50,000 bytes, the training labels in the official order (or a folder with the
binary version). CIFAR100_FOLDER: the folder with train.bin and test.bin of the binary version.
The selection is done with NumPy's legacy generator, as all the papers' data loaders do it. "artificial"
are selections from 3,000 samples whose labels are 0 1 … 9 0 1 …, for tests without real data.
"""
import hashlib
import json
import os
import sys

import numpy


def binary_labels(path, label_bytes):
    records = numpy.fromfile(path, dtype=numpy.uint8).reshape(-1, label_bytes + 3072)
    return records[:, label_bytes - 1].astype(numpy.int64)


def cifar10_labels(path):
    if os.path.isdir(path):
        files = [os.path.join(path, f"data_batch_{i}.bin") for i in range(1, 6)]
        return numpy.concatenate([binary_labels(file, 1) for file in files])
    return numpy.fromfile(path, dtype=numpy.uint8).astype(numpy.int64)


def counts(classes, largest, ratio, reverse=False):
    exponents = [(classes - 1 - c if reverse else c) / (classes - 1.0) for c in range(classes)]
    return [int(largest * ratio**e) for e in exponents]


def select(labels, wanted, shuffled):
    random = numpy.random.RandomState(0)
    chosen = []
    for label, count in enumerate(wanted):
        members = numpy.where(labels == label)[0]
        if shuffled:
            random.shuffle(members)
        chosen.append(members[:count])
    return numpy.concatenate(chosen).astype("<i8")


def describe(indices):
    return {
        "sha256": hashlib.sha256(numpy.sort(indices).tobytes()).hexdigest(),
        "ordered_sha256": hashlib.sha256(indices.tobytes()).hexdigest(),
        "size": len(indices),
        "first": [int(i) for i in indices[:8]],
    }


def main(cifar10, cifar100):
    splits = []
    for dataset, labels in (
        ("cifar10", cifar10_labels(cifar10)),
        ("cifar100", binary_labels(os.path.join(cifar100, "train.bin"), 2)),
    ):
        classes = labels.max() + 1
        for factor in (10, 50, 100, 200):
            wanted = counts(classes, len(labels) / classes, 1 / factor)
            for variant in ("shuffled", "first"):
                splits.append(
                    {"dataset": dataset, "factor": factor, "variant": variant, "counts": wanted}
                    | describe(select(labels, wanted, variant == "shuffled"))
                )
    balanced = numpy.arange(3000) % 10
    artificial = [
        {"factor": factor, "reverse": reverse}
        | describe(select(balanced, counts(10, 300.0, 1 / factor, reverse), True))
        for factor, reverse in ((10, False), (100, False), (37, False), (20, True))
    ]
    test = binary_labels(os.path.join(cifar100, "test.bin"), 2)
    shifted = [
        {"distribution": f"{direction}-{factor}"}
        | describe(select(test, counts(100, 100.0, 1 / factor, direction == "backward"), True))
        for direction in ("forward", "backward")
        for factor in (50, 25, 10, 5, 2)
    ]
    output = os.path.join(os.path.dirname(os.path.abspath(__file__)), "split_fixtures.json")
    with open(output, "w") as file:
        content = {"splits": splits, "artificial": artificial, "shifted_cifar100_tests": shifted}
        json.dump(content, file, indent=1)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
