#!/usr/bin/env python3
"""What PyTorch computes for experts of ever rarer classes: writes complementary_fixtures.json beside this script.

The loss, and the answer of those experts that learn from a class, written out class by class and sample by sample from what
the paper says (Cai, Wang and Hwang, ICCV 2021: ACE; no program of the authors could be read) with PyTorch's own operations.
Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
COUNTS, SETS, LABELS = [60, 3, 25, 8], [[0, 1, 2, 3], [1, 2, 3], [1]], [0, 2, 1, 3, 0, 1]
WIDTH, SUPPRESSION = 3, 0.5
DRAWS = torch.Generator().manual_seed(107)


def draw(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=DRAWS)


def loss(logits):
    total = 0
    for m, members in enumerate(SETS):
        own = [i for i, label in enumerate(LABELS) if label in members]
        others = [c for c in range(len(COUNTS)) if c not in members]
        target = torch.tensor([LABELS[i] for i in own])
        total = total + F.cross_entropy(logits[own, m], target)
        total = total + SUPPRESSION * logits[own, m][:, others].square().sum(1).mean()
    return total


def answer(weights, biases, features):
    """The mean over the experts of each class, as long as the first one's are."""
    logits = torch.zeros(len(features), len(COUNTS), dtype=torch.float64)
    for label in range(len(COUNTS)):
        own = []
        for m, members in enumerate(SETS):
            if label in members:
                scale = weights[0][members].norm(dim=1).mean() / weights[m][members].norm(dim=1).mean()
                own.append(scale * (features @ weights[m][label] + biases[m][label]))
        logits[:, label] = sum(own) / len(own)
    return logits


def main():
    logits = draw(len(LABELS), 3, len(COUNTS)).requires_grad_()
    value = loss(logits)
    value.backward()
    weights, biases, features = draw(3, len(COUNTS), WIDTH), draw(3, len(COUNTS)), draw(5, WIDTH)
    fixture = {
        "counts": COUNTS, "labels": LABELS, "loss": value.item(),
        "arrays": arrays({
            "logits": logits, "gradient": logits.grad, "weights": weights, "biases": biases, "features": features,
            "answer": answer(weights, biases, features)})}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
