"""Writes derived_column_fixtures.json: logits and, for each row, figures that people put beside them, from NumPy alone."""

import json
import pathlib

import numpy as np

logits = np.random.default_rng(7).normal(0, 2, (16, 3)).round(4)
odds = np.exp(logits)
shares = odds / odds.sum(axis=1, keepdims=True)
sorted_logits, sorted_shares = np.sort(logits, axis=1), np.sort(shares, axis=1)
entropy = -(shares * np.log(shares)).sum(axis=1)
figures = {
    "largest logit": logits.max(axis=1),
    "sum of the logits": logits.sum(axis=1),
    "log-sum-exp of the logits": np.log(odds.sum(axis=1)),
    "energy, minus the log-sum-exp of the logits,": -np.log(odds.sum(axis=1)),
    "margin between the two largest logits": sorted_logits[:, -1] - sorted_logits[:, -2],
    "largest probability": shares.max(axis=1),
    "largest probability taken from 1": 1 - shares.max(axis=1),
    "margin between the two largest probabilities": sorted_shares[:, -1] - sorted_shares[:, -2],
    "entropy in nats": entropy,
    "entropy in bits": entropy / np.log(2),
}
content = {"logits": logits.tolist(), "figures": {name: list(map(float, values)) for name, values in figures.items()}}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
