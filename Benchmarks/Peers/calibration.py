#!/usr/bin/env python3
"""One Python way to calibrate, timed on the benchmark's arrays; prints a line of JSON.

    calibration.py PEER FOLDER     with PEER one of the functions below

Arrays are in memory before the clock starts, and each peer runs in a process of its own.
"""
import json, sys, time
import numpy as np


def softmax(logits):
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def scipy_temperature(folder):
    """As the knowledge-transfer paper's code: bounded L-BFGS on 1 number, finite differences, one-hot."""
    from scipy.optimize import minimize
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    onehot = np.zeros_like(logits)
    onehot[np.arange(len(labels)), labels] = 1

    def loss(t):
        raised = np.clip(np.exp(logits / t), None, 1e20)
        p = np.clip(raised / raised.sum(axis=1, keepdims=True), 1e-20, 1 - 1e-20)
        return -np.sum(onehot * np.log(p), dtype=np.float64) / len(labels)

    begin = time.perf_counter()
    found = minimize(loss, [1.0], method="L-BFGS-B", bounds=[(0.05, 5.0)], tol=1e-12)
    return {"seconds": time.perf_counter() - begin, "temperature": float(found.x[0])}


def sklearn_temperature(folder):
    from sklearn.calibration import _TemperatureScaling
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    found = _TemperatureScaling().fit(logits, labels)
    return {"seconds": time.perf_counter() - begin, "temperature": float(1 / found.beta_)}


def sklearn_isotonic(folder):
    """One map for all classes, as the papers' code on scikit-learn."""
    from sklearn.isotonic import IsotonicRegression
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    p = softmax(logits)
    onehot = np.zeros_like(p)
    onehot[np.arange(len(labels)), labels] = 1
    IsotonicRegression(out_of_bounds="clip").fit(p.ravel(), onehot.ravel())
    return {"seconds": time.perf_counter() - begin}


def sklearn_isotonic_one_versus_all(folder):
    from sklearn.isotonic import IsotonicRegression
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    p = softmax(logits)
    for label in range(p.shape[1]):
        IsotonicRegression(out_of_bounds="clip").fit(p[:, label], (labels == label).astype(p.dtype))
    return {"seconds": time.perf_counter() - begin}


def netcal_error(folder):
    from netcal.metrics import ECE
    p, labels = np.load(f"{folder}/probabilities.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    error = ECE(15).measure(p, labels)
    return {"seconds": time.perf_counter() - begin, "error": float(error)}


def torchmetrics_error(folder):
    import torch
    from torchmetrics.functional.classification import multiclass_calibration_error
    p = torch.from_numpy(np.load(f"{folder}/probabilities.npy"))
    labels = torch.from_numpy(np.load(f"{folder}/labels.npy"))
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        error = multiclass_calibration_error(p, labels, num_classes=p.shape[1], n_bins=15, norm="l1")
        times.append(time.perf_counter() - begin)
    return {"seconds": min(times), "error": float(error)}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](sys.argv[2])))
