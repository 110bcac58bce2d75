#!/usr/bin/env python3
"""What PyTorch makes of weights of experts that are learned from two views: writes expert_weight_fixtures.json beside
this script.

The steps of Vanint/SADE-AgnosticLT cba11b8 (test_training_cifar.py) on logits that are given, written out with
PyTorch's own operations and optimizer. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array

torch.set_num_threads(1)
SIZES = [5, 5, 5, 3]


def batches(seed, spread):
    """Two views of the samples, [batch, experts, classes]; the experts differ in how well they agree."""
    torch.manual_seed(seed)
    result = []
    for size in SIZES:
        base = 2 * torch.randn(size, 3, 4, dtype=torch.float64)
        noise = [torch.randn(size, 3, 4, dtype=torch.float64) for _ in range(2)]
        scale = torch.tensor(spread, dtype=torch.float64)[:, None]
        result.append([base + scale * n for n in noise])
    return result


def learned(data, rate, epochs):
    weights = torch.full((3,), 1 / 3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD(
        [weights], lr=rate, momentum=0.9, nesterov=True, weight_decay=5e-4)
    steps, passed = [], 0
    for _ in range(epochs):
        passed += 1
        for views in data:
            shares = F.softmax(weights, dim=0)
            answers = [F.softmax(sum(shares[m] * z[:, m] for m in range(3)), dim=1) for z in views]
            loss = -F.cosine_similarity(*answers, dim=1, eps=1e-6).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            steps.append(F.softmax(weights, dim=0).tolist())
        if any(round(share, 2) < 0.05 for share in steps[-1]):
            break
    return {
        "rate": rate, "epochs": passed, "shares": steps,
        "views": [[array(view) for view in views] for views in data]}


def main():
    cases = [learned(batches(1, [0.3, 1.0, 2.0]), 0.1, 5), learned(batches(2, [2.0, 0.2, 2.5]), 3.0, 5)]
    # The first goes on to the end, the second stops.
    assert [case["epochs"] == 5 for case in cases] == [True, False], [c["epochs"] for c in cases]
    Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
    for case in cases:
        print(case["epochs"], case["shares"][3], case["shares"][-1])


if __name__ == "__main__":
    main()
