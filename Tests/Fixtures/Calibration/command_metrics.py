"""Figures of torchmetrics, netcal and scikit-learn on outputs of real networks, as `longtail metrics`
must print them; and a plain NumPy re-weighting to another test prior.

    python command_metrics.py DATA      DATA/calibration/…; needs numpy, torch, torchmetrics, netcal,
                                        scikit-learn
"""

import sys

import numpy as np

data = sys.argv[1] + "/calibration/"
p = np.load(data + "cifar10-netcal/wideresnet-16-4_test_probs.npy")
y = np.load(data + "cifar10-netcal/test_labels.npy").astype(int).ravel()
print(p.shape, p.dtype, y.shape)

import torch
from torchmetrics.functional.classification import multiclass_calibration_error  # noqa: E402

for norm in ("l1", "l2", "max"):
    value = multiclass_calibration_error(
        torch.tensor(p.astype(np.float64)), torch.tensor(y), num_classes=10, n_bins=15, norm=norm
    )
    print("torchmetrics", norm, repr(float(value)))

from netcal.metrics import ECE, MCE  # noqa: E402

print("netcal ECE", repr(ECE(15).measure(p, y)))
print("netcal MCE", repr(MCE(15).measure(p, y)))

from sklearn.metrics import log_loss, roc_auc_score  # noqa: E402


def figures(p, y, weight, bins=15):
    """Definitions of Guo et al. (ICML 2017) with weights, by plain loops over bins."""
    weight = weight / weight.sum()
    confidence, correct = p.max(1), p.argmax(1) == y
    edges = np.arange(bins + 1) / bins
    ece = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        ece += abs((weight * (correct - confidence))[inside].sum())
    classwise = 0.0
    for c in range(p.shape[1]):
        for k, (low, high) in enumerate(zip(edges[:-1], edges[1:])):
            inside = ((p[:, c] > low) | (k == 0)) & (p[:, c] <= high)
            classwise += abs((weight * ((y == c) - p[:, c]))[inside].sum()) / p.shape[1]
    onehot = np.eye(p.shape[1])[y]
    print("accuracy", repr((weight * correct).sum()))
    print("ece", repr(ece))
    print("classwise_ece", repr(classwise))
    print("nll", repr(log_loss(y, p, sample_weight=weight, labels=np.arange(p.shape[1]))))
    print("brier", repr((weight * ((p - onehot) ** 2).sum(1)).sum()))
    print("auroc", repr(roc_auc_score(correct, confidence, sample_weight=weight)))


z = np.load(data + "cifar10-lt-if10/test/logits.npy").reshape(-1, 10).astype(np.float64)
y = np.load(data + "cifar10-lt-if10/test/labels.npy").ravel()
e = np.exp(z - z.max(1, keepdims=True))
p = e / e.sum(1, keepdims=True)
print("CIFAR-10-LT, as it is")
figures(p, y, np.ones(len(y)))
# backward-50: class 0 is the most frequent in training, class 9 the rarest.
prior = 50.0 ** -(1 - np.arange(10) / 9)
print("CIFAR-10-LT, backward-50")
figures(p, y, (prior / np.bincount(y))[y])
