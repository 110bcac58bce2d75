#!/usr/bin/env python3
"""Checks the files in Tests/Fixtures/coreml, which CoreMLFileTests compares with what is written today.

coremltools parses both forms (and works out the types of the program's operators), NumPy carries them out, and a few
lines here that know neither compute what SmallGraph.swift says. Needs numpy and coremltools; Apple's runtime is not
asked. After a change of the format: write the files anew, run this, commit them.
"""

import os
import sys

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../Scripts"))

import coreml_files  # noqa: E402


def expected(picture):
    weight = numpy.array([index % 7 * 0.25 - 0.5 for index in range(36)]).reshape(4, 3, 3)
    classifier = numpy.array([index % 5 * 0.5 - 1 for index in range(12)]).reshape(3, 4)
    padded = numpy.pad(picture / 64 - 2, 1)
    maps = numpy.empty((4, 3, 3))
    for row in range(3):
        for column in range(3):
            window = padded[2 * row:2 * row + 3, 2 * column:2 * column + 3]
            maps[:, row, column] = (weight * window).sum(axis=(1, 2)) + [0, 1, 2, 3]
    maps = maps.clip(min=0)
    pooled = [[maps[:, max(row - 1, 0):row + 2, max(column - 1, 0):column + 2].max(axis=(1, 2))
               for column in range(3)] for row in range(3)]
    logits = classifier @ numpy.mean(pooled, axis=(0, 1)) + [0.5, 0, -0.5]
    powers = numpy.exp(logits - logits.max())
    probabilities = powers / powers.sum()
    return {"logits": logits, "probabilities": probabilities,
            "prediction_set": probabilities >= numpy.array([0.2, 0.3, -1])}


def main():
    random = numpy.random.default_rng(1)
    for name in ["small.mlmodel", "small.mlpackage"]:
        network = coreml_files.load(os.path.join(HERE, "coreml", name))
        assert network.classes == ["cat", "dog", "owl"]
        for _ in range(20):
            picture = random.integers(0, 256, (6, 5))
            found = network(picture[None, None])
            for output, values in expected(picture).items():
                assert numpy.abs(found[output].reshape(-1) - values).max() < 1e-5, (name, output)
        print(f"{name}: as computed by hand for 20 pictures")


if __name__ == "__main__":
    main()
