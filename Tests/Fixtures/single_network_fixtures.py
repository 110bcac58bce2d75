#!/usr/bin/env python3
"""What PyTorch computes for the losses of single networks: writes single_network_fixtures.json beside this script.

Each is written out from its paper, or from what its authors' code does, with PyTorch's own operations: the value of
each sample, and the gradient of their mean. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import itertools
import json
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
COUNTS = [500, 60, 8, 3]
LABELS = [0, 3, 1, 2, 0, 1, 3]
N = torch.tensor(COUNTS, dtype=torch.float64)
Y = torch.tensor(LABELS)
PRIOR = N / N.sum()


def logits(seed, scale=2.0):
    torch.manual_seed(seed)
    return (scale * torch.randn(len(LABELS), len(COUNTS), dtype=torch.float64)).requires_grad_()


def outcome(values, leaves):
    """Values of samples, or one for the batch, and the gradient of their mean by each leaf."""
    values.mean().backward()
    result = {"values": values, **{name: leaf for name, leaf in leaves.items()}}
    result |= {name + "_gradient": leaf.grad for name, leaf in leaves.items()}
    return arrays(result)


def effective(beta):
    raw = (1 - beta) / (1 - numpy.power(beta, COUNTS))
    return torch.tensor(raw / raw.sum() * len(COUNTS))


def sigmoid_focal(z, g, detached=False):
    t = F.one_hot(Y, len(COUNTS)).double()
    q = torch.sigmoid(z)
    modulator = (1 - torch.where(t > 0, q, 1 - q)) ** g
    if detached:
        modulator = modulator.detach()
    return (modulator * F.binary_cross_entropy_with_logits(z, t, reduction="none")).sum(1)


def softmax_focal(z, g, detached=False):
    p = torch.softmax(z, 1)[torch.arange(len(LABELS)), Y]
    modulator = (1 - p) ** g
    return (modulator.detach() if detached else modulator) * -torch.log(p)


def focal():
    rows = []
    for form, detached, g in itertools.product(["softmax", "sigmoid"], [False, True], [0.5, 2.0]):
        z = logits(21)
        function = softmax_focal if form == "softmax" else sigmoid_focal
        rows.append({
            "form": form, "modulator": "detached" if detached else "plain", "exponent": g,
            "arrays": outcome(function(z, g, detached), {"logits": z})})
    return rows


def class_balanced():
    rows = []
    w = effective(0.999)[Y]
    for form in ["sigmoid-focal", "focal", "weighted-focal", "binary-of-softmax"]:
        z = logits(22)
        if form == "sigmoid-focal":
            values = w * sigmoid_focal(z, 1.5)
        elif form == "focal":
            values = w * softmax_focal(z, 1.5)
        elif form == "weighted-focal":
            weighted = F.cross_entropy(z, Y, reduction="none", weight=effective(0.999))
            values = (1 - torch.exp(-weighted)) ** 1.5 * weighted
        else:
            t = F.one_hot(Y, len(COUNTS)).double()
            values = F.binary_cross_entropy(
                torch.softmax(z, 1), t, weight=w[:, None].expand_as(t), reduction="none").mean(1)
        rows.append({"form": form, "arrays": outcome(values, {"logits": z})})
    return rows


def smoothing():
    rows = []
    for strength in [0.1, 0.98]:
        z = logits(23)
        values = F.cross_entropy(z, Y, reduction="none", label_smoothing=strength)
        rows.append({"strength": strength, "arrays": outcome(values, {"logits": z})})
    return rows


def disentangling():
    """The batch's regulariser class by class, and balanced softmax."""
    rows = []
    for form in ["code", "published"]:
        z = logits(24)
        regularizer = 0.0
        for c in range(len(COUNTS)):
            own = [z[b, c] for b in range(len(LABELS)) if LABELS[b] == c]
            a = sum(own) / len(own) if own else 0.0
            terms = []
            for b in range(len(LABELS)):
                share = PRIOR[c] if form == "code" else PRIOR[LABELS[b]]
                terms.append(torch.exp(z[b, c]) * (1 / len(COUNTS)) / share)
            s = torch.log(sum(terms) / len(LABELS))
            regularizer = regularizer - PRIOR[c] * (a - s - 0.3 * s ** 2)
        values = F.cross_entropy(z + torch.log(PRIOR), Y, reduction="none") + 0.2 * regularizer
        rows.append({"form": form, "arrays": outcome(values, {"logits": z})})
    return rows


def range_loss():
    z = logits(25)
    torch.manual_seed(26)
    x = torch.randn(len(LABELS), 3, dtype=torch.float64).requires_grad_()
    labels = [0, 0, 1, 0, 0, 1, 2]
    intra = 0.0
    for c in set(labels):
        own = [i for i in range(len(labels)) if labels[i] == c]
        distances = sorted(
            (((x[i] - x[j]) ** 2).sum() for i, j in itertools.combinations(own, 2)), reverse=True)
        if distances:
            largest = distances[:2]
            intra = intra + len(largest) / sum(1 / d for d in largest)
    means = [x[[i for i in range(len(labels)) if labels[i] == c]].mean(0) for c in sorted(set(labels))]
    closest = min(((a - b) ** 2).sum() for a, b in itertools.combinations(means, 2))
    values = F.cross_entropy(z, torch.tensor(labels), reduction="none") + 0.7 * (
        0.05 * intra + 0.4 * torch.clamp(9 - closest, min=0))
    return {"labels": labels, "arrays": outcome(values, {"logits": z, "features": x})}


def clouded():
    rows = []
    for margin, exponent in [(0.0, 0.0), (0.1, 1.0)]:
        torch.manual_seed(27)
        u = (2 * torch.rand(len(LABELS), len(COUNTS), dtype=torch.float64) - 1).requires_grad_()
        noise = (torch.randn_like(u) / 3).clamp(-1, 1).abs()
        gaps = torch.log(N).max() - torch.log(N)
        v = u - 0.5 * noise * gaps / gaps.max() - margin * F.one_hot(Y, len(COUNTS)).double()
        losses = F.cross_entropy(20 * v, Y, reduction="none")
        values = (-torch.expm1(-losses.detach())) ** exponent * losses
        rows.append({
            "margin": margin, "exponent": exponent, "noise": array(noise),
            "arrays": outcome(values, {"logits": u})})
    return rows


def angular():
    """GCLAngLoss of github.com/Keke921/GCLLoss at 7fb5938: angles, and cosines less a sine where they would pass pi."""
    rows = []
    for margin, exponent, epsilon in [(0.0, 0.0, 0.5), (0.4, 1.0, 0.9)]:
        torch.manual_seed(29)
        u = (2 * torch.rand(len(LABELS), len(COUNTS), dtype=torch.float64) - 1).requires_grad_()
        noise = (torch.randn_like(u) / 3).clamp(-1, 1).abs()
        gaps = torch.log(N).max() - torch.log(N)
        angle = torch.pi / 2 * epsilon * noise * gaps / gaps.max()
        angle = angle + margin * F.one_hot(Y, len(COUNTS)).double()
        theta = torch.arccos(u)
        v = torch.where(theta + angle < torch.pi, torch.cos(theta + angle), u - torch.sin(angle))
        losses = F.cross_entropy(20 * v, Y, reduction="none")
        values = (-torch.expm1(-losses.detach())) ** exponent * losses
        rows.append({
            "margin": margin, "exponent": exponent, "strength": epsilon, "noise": array(noise),
            "arrays": outcome(values, {"logits": u})})
    return rows


def logit_normalization():
    """github.com/hongxin001/logitnorm_ood at 0a60eef."""
    rows = []
    for temperature in [0.04, 1.0]:
        z = logits(30)
        normalized = z / (torch.norm(z, p=2, dim=-1, keepdim=True) + 1e-7) / temperature
        values = F.cross_entropy(normalized, Y, reduction="none")
        rows.append({"strength": temperature, "arrays": outcome(values, {"logits": z})})
    return rows


def aligned():
    rows = []
    for form in ["published", "code"]:
        torch.manual_seed(28)
        draw = lambda *shape: torch.randn(*shape, dtype=torch.float64).requires_grad_()
        leaves = {
            "features": draw(len(LABELS), 3), "weight": draw(len(COUNTS), 3),
            "bias": draw(len(COUNTS)), "scale": draw(len(COUNTS)), "offset": draw(len(COUNTS)),
            "confidence.weight": draw(1, 3), "confidence.bias": draw(1)}
        z = leaves["features"] @ leaves["weight"].T + leaves["bias"]
        s = torch.sigmoid(
            leaves["features"] @ leaves["confidence.weight"].T + leaves["confidence.bias"])
        if form == "published":
            out = (1 - s) * z + s * (leaves["scale"] * z + leaves["offset"])
        else:
            out = (1 + s * leaves["scale"]) * z + s * leaves["offset"]
        values = F.cross_entropy(out, Y, reduction="none")
        rows.append({"form": form, "arrays": outcome(values, leaves)})
    return rows


def main():
    fixtures = {
        "counts": COUNTS, "labels": LABELS, "focal": focal(), "class_balanced": class_balanced(),
        "smoothing": smoothing(), "disentangling": disentangling(), "range": range_loss(),
        "clouded": clouded(), "aligned": aligned(), "angular": angular(),
        "logit_normalization": logit_normalization()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")


if __name__ == "__main__":
    main()
