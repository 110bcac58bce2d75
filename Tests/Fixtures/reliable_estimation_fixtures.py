#!/usr/bin/env python3
"""What PyTorch computes for the parts of SURE: writes reliable_estimation_fixtures.json beside this script.

Mixed samples beside clean ones, the ranking of confidences and the weights of the second stage, each written out from
what the authors' code does (Li et al., CVPR 2024, github.com/YutingLi0606/SURE at 93f5146) with PyTorch's own
operations: the value of each sample, and the gradient of their mean. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import arrays

torch.set_num_threads(1)
LABELS = [0, 2, 1, 2, 0, 1, 1]
Y = torch.tensor(LABELS)


def draw(seed, *shape, scale=1.0):
    torch.manual_seed(seed)
    return scale * torch.randn(*shape, dtype=torch.float64)


def outcome(values, leaf, **others):
    values.mean().backward()
    return arrays({"values": values, "leaf": leaf, "gradient": leaf.grad, **others})


def mixed():
    """A linear network sees the mixed batch; the loss is one of both label sets."""
    inputs, weight = draw(31, 7, 3), draw(32, 3, 3).requires_grad_()
    order, share, factor = [3, 0, 6, 1, 2, 5, 4], 0.37, 1.5
    x = share * inputs + (1 - share) * inputs[order]
    z = F.linear(x, weight)
    values = share * F.cross_entropy(z, Y, reduction="none")
    values = values + (1 - share) * F.cross_entropy(z, Y[order], reduction="none")
    return {
        "order": order, "share": share, "weight": factor,
        "arrays": outcome(factor * values, weight, inputs=inputs)}


def ranking():
    """Nine samples, of which seven are in the batch, in the fifth epoch: at most four right answers."""
    rows = []
    for counts, epoch, positions in [
        ([3, 1, 2, 4, 1, 2, 3, 1, 4], 4, [8, 0, 5, 1, 3, 4, 6]),
        ([0, 0, 1, 0, 1, 1, 0, 0, 1], 0, [2, 1, 0, 4, 6, 8, 7]),
    ]:
        z = draw(33, 7, 3, scale=2.0).requires_grad_()
        k = torch.tensor(counts, dtype=torch.float64)
        r = ((k - k.min()) / (max(1, epoch) - k.min()))[positions]
        other = torch.roll(r, -1)
        target = (r > other).double() - (r < other).double()
        margin = (r - other).abs()
        confidence = F.softmax(z, 1).max(1).values
        rolled = torch.roll(confidence, -1) + margin / (target + 1e-7)
        values = F.margin_ranking_loss(confidence, rolled, target, margin=0.0, reduction="none")
        rows.append({
            "counts": counts, "epoch": epoch, "positions": positions,
            "arrays": outcome(0.7 * values, z)})
    return rows


def weighting():
    rows = []
    for form in ["exponential", "linear", "square", "threshold"]:
        before, z = draw(34, 7, 3, scale=0.8), draw(35, 7, 3, scale=2.0).requires_grad_()
        c = F.softmax(before, 1).max(1).values
        raw = {
            "exponential": torch.exp(-c), "linear": 1 - c, "square": (1 - c) ** 2,
            "threshold": (1 - c) * (c < 0.5).double()}[form]
        w = torch.clamp(raw / raw.sum() * len(raw), min=0.0001, max=1.0)
        values = F.cross_entropy(z, Y, reduction="none") * w
        rows.append({"form": form, "arrays": outcome(values, z, before=before, weights=w)})
    return rows


def main():
    fixtures = {"labels": LABELS, "mixed": mixed(), "ranking": ranking(), "weighting": weighting()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")


if __name__ == "__main__":
    main()
