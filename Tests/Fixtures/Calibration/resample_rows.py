"""Writes resample_rows.json: which rows of cifar100-netcal's densenet-bc-100 the resample of factor 100 and seed 0
of Benchmarks/Calibration/resamples.py has, and its class counts. Needs numpy.

    python3 resample_rows.py CALIBRATION_DATA > resample_rows.json
"""

import json
import pathlib
import shutil
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "Benchmarks" / "Calibration"))
from resamples import SETS, resample  # noqa: E402

name = "cifar100-netcal/densenet-bc-100"
scores_file, labels_file = SETS[name]
with tempfile.TemporaryDirectory() as folder:
    data = pathlib.Path(folder) / "data"
    (data / scores_file).parent.mkdir(parents=True)
    # The number of the row in place of its scores.
    np.save(data / scores_file, np.repeat(np.arange(10000.0)[:, None], 100, axis=1))
    shutil.copy(pathlib.Path(sys.argv[1]) / labels_file, data / labels_file)
    output = pathlib.Path(folder) / "output"
    resample(data, name, 100, 0, output)
    result = {
        part: np.load(output / part / "probabilities.npy")[:, 0].astype(int).tolist()
        for part in ("validation", "test")
    }
    result["class_counts"] = json.loads((output / "validation" / "class_counts.json").read_text())
print(json.dumps(result, separators=(",", ":")))
