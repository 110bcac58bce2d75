#!/usr/bin/env python3
"""Losses of CC-SAM's two stages and their gradients: writes class_conditional_fixtures.json beside this script.

Written out with autograd, class by class, from what the authors' code does (Zhou et al., CVPR 2023,
github.com/zzpustc/CC-SAM at 651d3df: train_cifar.py): the classifier, or the features, are really moved and put back.
Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array

torch.set_num_threads(1)
COUNTS, WIDTH = [40, 7, 2], 4
LABELS, PARTNERS, LAMBDA = [0, 1, 0, 2, 1, 0], [1, 1, 0, 0, 2, 2], 0.3
RADIUS, SHARE = 0.4, 0.3
STRENGTH, DIVISOR, LIMIT, EPOCH, EPOCHS = 1.5, 2.0, 0.6, 1, 4


def start():
    torch.manual_seed(57)
    features = torch.randn(len(LABELS), WIDTH, dtype=torch.float64).requires_grad_()
    weight = torch.randn(len(COUNTS), WIDTH, dtype=torch.float64).requires_grad_()
    bias = torch.randn(len(COUNTS), dtype=torch.float64).requires_grad_()
    return features, weight, bias


def result(features, weight, bias, losses, moved):
    losses.mean().backward()
    return {
        "losses": array(losses.detach()), "moved": array(moved.detach()),
        "features": array(features.grad), "weight": array(weight.grad), "bias": array(bias.grad),
    }


def perturbed(mixed, mixes_perturbed):
    features, weight, bias = start()
    y, z = torch.tensor(LABELS), torch.tensor(PARTNERS)

    def loss(logits):
        own = F.cross_entropy(logits, y, reduction="none")
        return LAMBDA * own + (1 - LAMBDA) * F.cross_entropy(logits, z, reduction="none") if mixed else own

    plain = loss(features @ weight.T + bias)
    total = math.sqrt(weight.norm().item() ** 2 + bias.norm().item() ** 2)
    numbers = weight.numel() + bias.numel()
    moved = torch.zeros(len(LABELS), dtype=torch.float64)
    for c in y.unique().tolist():
        own = (y == c).nonzero().flatten()
        gradients = torch.autograd.grad(plain[own].mean(), [weight, bias], retain_graph=True)
        steps = []
        for gradient in gradients:
            norm = gradient.norm().item()
            radius = (RADIUS * math.sqrt(total) / math.sqrt(norm) / math.sqrt(2)
                      / math.sqrt(math.sqrt(COUNTS[c] - 1)) / math.sqrt(math.sqrt(numbers)))
            steps.append(radius * gradient / norm * math.sqrt(numbers))
        logits = features @ (weight + steps[0]).T + bias + steps[1]
        values = loss(logits) if mixes_perturbed else F.cross_entropy(logits, y, reduction="none")
        moved = moved.index_put((own,), values[own])
    return result(features, weight, bias, (1 - SHARE) * plain + SHARE * moved, moved)


def adversarial():
    features, weight, bias = start()
    y = torch.tensor(LABELS)
    weights = [math.log(max(COUNTS) / n + 0.01) / DIVISOR for n in COUNTS]
    plain = F.cross_entropy(features @ weight.T + bias, y, reduction="none")
    moved = torch.zeros(len(LABELS), dtype=torch.float64)
    for c in y.unique().tolist():
        own = (y == c).nonzero().flatten()
        gradient = torch.autograd.grad(plain[own].mean(), features, retain_graph=True)[0]
        other = features + STRENGTH * weights[c] * gradient / gradient.norm()
        values = F.cross_entropy(other @ weight.T + bias, y, reduction="none") * weights[c]
        moved = moved.index_put((own,), values[own])
    alpha = min((EPOCH + 1) / EPOCHS, LIMIT)
    return result(features, weight, bias, (1 - alpha) * plain + alpha * moved, moved)


def main():
    features, weight, bias = start()
    fixture = {
        "counts": COUNTS, "labels": LABELS, "partners": PARTNERS, "lambda": LAMBDA, "radius": RADIUS,
        "share": SHARE, "strength": STRENGTH, "divisor": DIVISOR, "limit": LIMIT, "epoch": EPOCH,
        "epochs": EPOCHS, "features": array(features.detach()), "weight": array(weight.detach()),
        "bias": array(bias.detach()), "clean": perturbed(False, False), "mixed": perturbed(True, False),
        "mixed_throughout": perturbed(True, True), "adversarial": adversarial(),
    }
    path = Path(__file__).with_name("class_conditional_fixtures.json")
    path.write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
