#!/usr/bin/env python3
"""Compares exported networks with their runs in onnxruntime: check_exported.py LONGTAIL DATA RUN…

DATA is what `longtail evaluate` takes after --data. Each run is exported, checked by ONNX's own checker, asked
about 500 test pictures in batches of 1 and 64 and of none, and compared with `predict`'s road: logits within 1e-4 of
the run's (1e-5 of the largest logit where that is more), probabilities within 1e-5. Needs numpy, onnx, onnxruntime.
"""

import json
import os
import subprocess
import sys
import tempfile

import numpy
import onnx
import onnxruntime

LARGEST_BATCH = 64
PICTURES = 500


def exported(longtail, run, folder):
    path = os.path.join(folder, "model.onnx")
    subprocess.run([longtail, "export", run, "--output", path, "--overwrite"], check=True, capture_output=True)
    onnx.checker.check_model(path, full_check=True)
    return path


def main(longtail, data, *runs):
    failures = 0
    print(f"{'run':<28} {'logits':>9} {'largest':>8} {'probabilities':>13} {'bytes':>10}")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([longtail, "data", "export", "--data", data, "--split", "test", "--output", f"{folder}/test"],
                       check=True, capture_output=True)
        pictures = numpy.load(f"{folder}/test/images.npy")[:PICTURES]
        for run in runs:
            path = exported(longtail, run, folder)
            session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
            whole = numpy.concatenate([
                numpy.concatenate([one[None] for one in session.run(["logits"], {"pictures": pictures[start:stop]})])[0]
                for start, stop in batches(len(pictures))])
            probabilities = numpy.concatenate([
                session.run(["probabilities"], {"pictures": pictures[start:stop]})[0]
                for start, stop in batches(len(pictures))])
            empty = session.run(["probabilities"], {"pictures": pictures[:0]})[0]
            own = numpy.load(os.path.join(run, "predictions/test/logits.npy"))[:PICTURES]
            difference = float(numpy.abs(whole - own).max())
            largest = float(numpy.abs(own).max())
            rows = apart(longtail, run, own, probabilities, folder)
            bad = difference > max(1e-4, 1e-5 * largest) or rows > 1e-5 or empty.shape[0] != 0
            failures += bad
            print(f"{run:<28} {difference:>9.2e} {largest:>8.2f} {rows:>13.2e} {os.path.getsize(path):>10}"
                  + ("   FAILED" if bad else ""))
    return 1 if failures else 0


def batches(count):
    """Ones first, then large ones."""
    starts = list(range(0, 16)) + list(range(16, count, LARGEST_BATCH))
    return [(start, stop) for start, stop in zip(starts, starts[1:] + [count])]


def apart(longtail, run, logits, found, folder):
    """The largest difference from the run's preferred calibrator, applied to the run's own logits."""
    with open(os.path.join(run, "evaluation.json")) as file:
        name = json.load(file).get("preferredCalibrator")
    if name is None:
        shifted = numpy.exp(logits.astype(float) - logits.max(axis=1, keepdims=True))
        return float(numpy.abs(shifted / shifted.sum(axis=1, keepdims=True) - found).max())
    numpy.save(f"{folder}/logits.npy", logits)
    subprocess.run([longtail, "calibrate", "apply", "--calibrator", f"{run}/calibrators/{name}.json", "--logits",
                    f"{folder}/logits.npy", "--output", f"{folder}/p.npy", "--overwrite"], check=True, capture_output=True)
    return float(numpy.abs(numpy.load(f"{folder}/p.npy") - found).max())


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
