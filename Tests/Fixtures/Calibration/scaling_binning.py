"""ECE of scaling-binning by its authors' library, with its logistic regression run to the optimum.

    LONGTAIL_DATA=… python scaling_binning.py        needs numpy, scikit-learn, uncertainty-calibration
"""

import os

import calibration
import numpy as np
import sklearn.linear_model
from calibration import utils


class Converged(sklearn.linear_model.LogisticRegression):
    def __init__(self, C=1e10, solver="lbfgs"):
        super().__init__(C=C, solver="newton-cholesky", tol=1e-12, max_iter=1000)


utils.LogisticRegression = Converged


def load(split):
    folder = os.path.join(os.environ["LONGTAIL_DATA"], "calibration/cifar10-lt-if10", split)
    logits = np.load(folder + "/logits.npy").reshape(-1, 10).astype(float)
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True), np.load(folder + "/labels.npy").ravel()


def error(confidence, correct, bins=15):
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += abs(correct[inside].mean() - confidence[inside].mean()) * inside.mean()
    return 100 * total


validation, validation_labels = load("validation")
test, labels = load("test")
for bins in [10, 15, 20, 50, 100]:
    calibrator = calibration.PlattBinnerMarginalCalibrator(len(validation), bins)
    calibrator.train_calibration(validation, validation_labels)
    p = np.clip(calibrator.calibrate(test), 1e-20, 1 - 1e-20)
    p /= p.sum(1, keepdims=True)
    print("marginal", bins, error(p.max(1), p.argmax(1) == labels))
for bins in [10, 15]:
    calibrator = calibration.PlattBinnerTopCalibrator(len(validation), bins)
    calibrator.train_calibration(validation, validation_labels)
    print("top label", bins, error(calibrator.calibrate(test), test.argmax(1) == labels))
