#!/usr/bin/env python3
"""What PyTorch computes for experts whose logits are evidence: writes evidence_fixtures.json beside this script.

Written out from what lblaoke/TLC 204f50b does (model/loss.py, model/ResnetCifar.py), with PyTorch's own operations: W
before each expert and after all, both gates, the value of each sample and the gradient of their mean. Made with
PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import arrays

torch.set_num_threads(1)
COUNTS = [500, 60, 8, 3]
LABELS = [0, 3, 1, 2, 0, 1, 3]
Y = torch.tensor(LABELS)


def engagement(z):
    """Before each expert and after the last, a list of [batch]."""
    batch, experts, classes = z.shape
    w, former = [torch.ones(batch, dtype=torch.float64)], None
    for m in range(experts):
        alpha = torch.exp(z[:, m]) + 1
        strength = alpha.sum(1, keepdim=True)
        belief = (alpha - 1) / strength
        conflict = 0
        if former is not None:
            products = former[:, :, None] * belief[:, None, :]
            conflict = products.sum((1, 2)) - products.diagonal(dim1=1, dim2=2).sum(1)
        former = belief
        w.append(w[-1] * classes / strength[:, 0] / (1 - conflict))
    return w


def gated(z, w, over_batch, eta):
    parts = [torch.exp(each / eta) for each in w[:-1]]
    if over_batch:
        parts = [p / p.sum() for p in parts]
    else:
        total = sum(parts)
        parts = [p / total for p in parts]
    return sum(z[:, m] * p[:, None] for m, p in enumerate(parts))


def case(over_batch, epoch, start, slope=0.05, eta=0.2):
    torch.manual_seed(121)
    z = (2 * torch.randn(len(LABELS), 3, len(COUNTS), dtype=torch.float64)).requires_grad_()
    n = torch.tensor(COUNTS, dtype=torch.float64)
    margins = n ** -0.25
    margins = 0.5 * margins / margins.max()
    weights = (1 - 0.9999) / (1 - 0.9999 ** n)
    weights = weights / weights.sum() * len(COUNTS)
    shares = len(COUNTS) * n / n.sum() * slope + 1 - slope
    late = epoch > start
    temperatures = shares / shares.max() if late else torch.ones(4, dtype=torch.float64)
    hot = F.one_hot(Y, 4).double()
    w = [each.detach() for each in engagement(z)]
    output = gated(z.detach(), w, over_batch, eta)
    values = 0
    for m in range(3):
        alpha = torch.exp(z[:, m] - 30 * margins * hot)
        loss = -(torch.log(alpha) - torch.log(alpha.sum(1, keepdim=True)))[torch.arange(7), Y]
        if late:
            loss = loss * weights[Y]
        tilde = hot + (1 - hot) * (alpha + 1)
        strength = tilde.sum(1, keepdim=True)
        kl = (
            torch.lgamma(strength)[:, 0] - torch.lgamma(torch.tensor(4.0, dtype=torch.float64))
            - torch.lgamma(tilde).sum(1)
            + ((tilde - 1) * (torch.digamma(tilde) - torch.digamma(strength))).sum(1))
        loss = loss + epoch / ((start + 500) / slope) * kl
        target = F.softmax(output / temperatures, 1)
        own = F.log_softmax(z[:, m] / temperatures, 1)
        mean = temperatures.mean()
        loss = loss - 0.01 * mean * mean * (target * (torch.log(target) - own)).sum(1)
        engages = (w[m] / w[m].max() > 0.54).double()
        values = values + len(LABELS) * engages * loss / engages.sum()
    values.mean().backward()
    return {
        "over_batch": over_batch, "epoch": epoch - 1, "reweights_from": start,
        "arrays": arrays({
            "logits": z, "logits_gradient": z.grad, "values": values, "combined": output,
            "engagement": torch.stack(w[:-1], 1), "unsure": w[-1]})}


def main():
    cases = [case(False, 3, 160), case(True, 3, 160), case(False, 161, 160), case(True, 161, 160)]
    Path(__file__).with_suffix(".json").write_text(
        json.dumps({"counts": COUNTS, "labels": LABELS, "cases": cases}) + "\n")
    engaged = cases[0]["arrays"]["engagement"]["values"]
    print(engaged)


if __name__ == "__main__":
    main()
