#!/usr/bin/env python3
"""Accuracy and ECE in 15 bins of a CSV file of probabilities, as people write it: pandas and NumPy."""
import json, sys
import numpy as np
import pandas

table = pandas.read_csv(sys.argv[1])
labels = table.pop("label").to_numpy()
probabilities = table.to_numpy(np.float64)
confidence, correct = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
bins = np.clip(np.ceil(confidence * 15).astype(int) - 1, 0, 14)
counts = np.bincount(bins, minlength=15)
gaps = np.abs(np.bincount(bins, correct, 15) - np.bincount(bins, confidence, 15))
print(json.dumps({"samples": len(labels), "accuracy": correct.mean(), "ece": gaps[counts > 0].sum() / len(labels)}))
