#!/usr/bin/env python3
"""Compares Core ML files with their runs, without Apple's runtime: check_coreml.py LONGTAIL DATA RUN…

DATA is what `longtail evaluate` takes after --data. Each run is exported in both forms and as ONNX. coremltools parses
the Core ML files and works out the types of the program's operators; NumPy carries both out on a few test pictures
(Scripts/coreml_files). Logits must be within 1e-4 of the run's (1e-5 of the largest logit where that is more),
probabilities within 1e-4 of those of the ONNX file in onnxruntime, which check_exported.py holds to the run. Needs
numpy, coremltools, onnxruntime.
"""

import os
import subprocess
import sys
import tempfile

import numpy
import onnxruntime

import coreml_files

PICTURES = 8


def exported(longtail, run, path, *options):
    """The file, or why there is none."""
    command = [longtail, "export", run, "--output", path, "--overwrite", *options]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if outcome.returncode == 0 else outcome.stderr.strip()


def main(longtail, data, *runs):
    failures = 0
    print(f"{'run':<28} {'form':<10} {'logits':>9} {'largest':>8} {'probabilities':>13}")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([longtail, "data", "export", "--data", data, "--split", "test", "--output", f"{folder}/test"],
                       check=True, capture_output=True)
        pictures = numpy.load(f"{folder}/test/images.npy")[:PICTURES]
        if pictures.ndim == 3:
            pictures = pictures[..., None]
        pictures = pictures.transpose(0, 3, 1, 2)
        for run in runs:
            onnx = os.path.join(folder, "model.onnx")
            problem = exported(longtail, run, onnx, "--input", "uint8-nchw")
            assert problem is None, problem
            session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
            probabilities = session.run(["probabilities"], {session.get_inputs()[0].name: pictures})[0]
            own = numpy.load(os.path.join(run, "predictions/test/logits.npy"))[:PICTURES]
            for form in ["mlmodel", "mlpackage"]:
                path = os.path.join(folder, f"model.{form}")
                problem = exported(longtail, run, path, "--format", "coreml")
                if problem is not None:
                    print(f"{run:<28} {form:<10} refused: {problem.splitlines()[0]}")
                    continue
                network = coreml_files.load(path)
                found = [network(picture[None]) for picture in pictures]
                difference = max(numpy.abs(one["logits"][0] - row).max() for one, row in zip(found, own))
                rows = max(numpy.abs(one["probabilities"] - row).max() for one, row in zip(found, probabilities))
                largest = float(numpy.abs(own).max())
                bad = difference > max(1e-4, 1e-5 * largest) or rows > 1e-4
                failures += bad
                print(f"{run:<28} {form:<10} {difference:>9.2e} {largest:>8.2f} {rows:>13.2e}"
                      + ("   FAILED" if bad else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
