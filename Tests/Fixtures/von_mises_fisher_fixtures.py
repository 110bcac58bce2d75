#!/usr/bin/env python3
"""Bessel functions by mpmath, and steps of probabilistic contrast by PyTorch: writes von_mises_fisher_fixtures.json
beside this script.

The steps are what LeapLabTHU/ProCo af9e78e does (loss/proco.py), written out with PyTorch's own operations; its
autograd function has the Bessel functions of mpmath 1.4.1, in 40 digits, in place of its own recurrence. Made with PyTorch
2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import mpmath
import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
mpmath.mp.dps = 40
COUNTS = [5, 3, 1]
PRIOR = torch.tensor(COUNTS, dtype=torch.float64) / 9


def bessel(dimension, x):
    """log I_ν(x) − ν log x and its derivative."""
    order, x = mpmath.mpf(dimension) / 2 - 1, mpmath.mpf(x)
    value = mpmath.besseli(order, x)
    return (
        float(mpmath.log(value) - order * mpmath.log(x)),
        float(mpmath.besseli(order + 1, x) / value))


class Ratio(torch.autograd.Function):
    @staticmethod
    def forward(ctx, k, dimension):
        pairs = [bessel(dimension, x) for x in k.flatten().tolist()]
        ctx.save_for_backward(torch.tensor([p[1] for p in pairs], dtype=k.dtype).reshape(k.shape))
        return torch.tensor([p[0] for p in pairs], dtype=k.dtype).reshape(k.shape)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * ctx.saved_tensors[0], None


def tables():
    points = [1e-2, 0.1, 1, 10, 100, 606.3157894737, 1e3, 1e4, 1e5]
    return [
        {
            "dimension": p, "points": points,
            "values": [bessel(p, x)[0] for x in points],
            "derivatives": [bessel(p, x)[1] for x in points],
            # The density's factor: κ^ν / ((2π)^(p/2) I_ν(κ)).
            "normalizers": [
                float(-mpmath.mpf(bessel(p, x)[0]) - mpmath.mpf(p) / 2 * mpmath.log(2 * mpmath.pi))
                for x in points]}
        for p in (2, 3, 8, 32, 128, 1024)]


class Estimator:
    def __init__(self, means, counts):
        self.means, self.counts = means.clone(), counts.clone()

    def update(self, f, y):
        hot = F.one_hot(y, len(self.counts)).double()
        k = hot.sum(0)
        average = hot.T @ f / k.clamp(min=1)[:, None]
        weight = torch.nan_to_num(k / (k + self.counts))[:, None]
        self.means = (1 - weight) * self.means + weight * average
        self.counts = self.counts + k

    def logits(self, f, temperature):
        dimension = self.means.shape[1]
        length = self.means.norm(dim=1)
        kappa = (dimension * length / (1 - length ** 2)).clamp(max=1e5)
        both = (kappa[:, None] * F.normalize(self.means, dim=1))[None] + f[:, None] / temperature
        return Ratio.apply(both.norm(dim=2), dimension) - Ratio.apply(kappa, dimension)


def steps():
    """Two steps of an epoch and the first of the next, which begins with the means of the epoch before."""
    torch.manual_seed(131)
    head = [
        torch.randn(5, 6) / 2, torch.randn(5) * 0.3, 1 + 0.2 * torch.randn(5),
        0.2 * torch.randn(5), torch.randn(4, 5) / 2, 0.3 * torch.randn(4)]
    head = [p.double().requires_grad_() for p in head]
    weight = (torch.randn(3, 6) / 2).double().requires_grad_()
    bias = (0.3 * torch.randn(3)).double().requires_grad_()
    start = lambda: F.normalize(torch.randn(3, 4, dtype=torch.float64), dim=1) * 0.9
    former = Estimator(start(), torch.tensor([10.0, 4, 1], dtype=torch.float64))
    current = Estimator(start(), torch.zeros(3, dtype=torch.float64))
    result = {"start": arrays({
        "former.means": former.means, "former.counts": former.counts,
        "current.means": current.means, "current.counts": current.counts})}
    names = ["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias"]
    leaves = {"projection." + n: p for n, p in zip(names, head)}
    leaves |= {"classifier.weight": weight, "classifier.bias": bias}
    result["parameters"] = arrays(leaves)
    result["steps"] = []
    for number, labels in enumerate([[0, 2, 0, 1], [1, 1, 0, 0]]):
        y = torch.tensor(labels)
        views = [
            (2 * torch.randn(4, 6, dtype=torch.float64)).requires_grad_() for _ in range(3)]
        hidden = F.batch_norm(
            F.linear(torch.cat(views), head[0], head[1]), None, None, head[2], head[3],
            training=True)
        f = F.normalize(F.linear(F.relu(hidden), head[4], head[5]), dim=1)
        contrast = 0
        for v in (1, 2):
            own = f[4 * v:4 * v + 4]
            for estimator in (former, current):
                estimator.update(own.detach(), y)
            contrast = contrast + 0.5 * F.cross_entropy(
                former.logits(own, 0.2) + torch.log(PRIOR), y, reduction="none")
        logits = F.linear(views[0], weight, bias) + torch.log(PRIOR)
        values = 2 * F.cross_entropy(logits, y, reduction="none") + 0.7 * contrast
        for p in list(leaves.values()):
            p.grad = None
        values.mean().backward()
        tensors = {f"view{v}": views[v] for v in range(3)}
        tensors |= {f"view{v}_gradient": views[v].grad for v in range(3)}
        tensors |= {n + "_gradient": p.grad for n, p in leaves.items()}
        tensors |= {
            "values": values, "former.means": former.means, "former.counts": former.counts,
            "current.means": current.means, "current.counts": current.counts}
        result["steps"].append({"labels": labels, "arrays": arrays(tensors)})
    return result


def main():
    Path(__file__).with_suffix(".json").write_text(
        json.dumps({"bessel": tables(), "contrast": steps()}) + "\n")


if __name__ == "__main__":
    main()
