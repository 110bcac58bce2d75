"""Figures of torchmetrics, netcal, scikit-learn and relplot on a few hundred seeded confidences.

    python metrics.py        needs numpy, torch, torchmetrics, netcal, scikit-learn, relplot

The same confidences and outcomes are made in MetricPeersTests.swift, by the same integer recipe.
"""

import numpy as np


def confidences_and_outcomes(count=400):
    # Multiples of 1/64 (exact in every precision), 0 and 1 included.
    index = np.arange(count)
    confidence = (index * 37 % 65) / 64
    correct = (index * 61 + index // 7) % 64 < confidence * 58
    return confidence, correct.astype(int)


confidence, correct = confidences_and_outcomes()
print("mean confidence", repr(confidence.mean()), "accuracy", repr(correct.mean()))

import torch
from torchmetrics.functional.classification import binary_calibration_error  # noqa: E402

for bins in (10, 15):
    # Two classes: the probability of class 1 is the confidence, the label is the outcome.
    for norm in ("l1", "l2", "max"):
        value = binary_calibration_error(
            torch.tensor(confidence), torch.tensor(correct), n_bins=bins, norm=norm
        )
        print("torchmetrics", bins, norm, float(value))

from netcal.metrics import ECE, MCE  # noqa: E402

for bins in (10, 15):
    print("netcal ECE", bins, repr(ECE(bins).measure(confidence, correct)))
    print("netcal MCE", bins, repr(MCE(bins).measure(confidence, correct)))

from sklearn.metrics import brier_score_loss, roc_auc_score  # noqa: E402

print("scikit-learn AUROC", repr(roc_auc_score(correct, confidence)))
print("scikit-learn Brier", repr(brier_score_loss(correct, confidence)))

try:
    import relplot

    print("relplot smECE", repr(relplot.smECE(confidence, correct)))
except Exception as problem:  # it declares no dependencies of its own
    print("relplot", problem)
