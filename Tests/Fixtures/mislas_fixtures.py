#!/usr/bin/env python3
"""Label-aware smoothing, the scaled classifier, shift learning, sampling, rates and mixup of MiSLAS, written
from the formulas of Zhong et al. (CVPR 2021) and of mixup (Zhang et al., ICLR 2018): writes mislas_fixtures.json and
checkpoints/two-stage-layout.pt beside this script.

Made with PyTorch 2.13.0 on a CPU, in float64. The smoothing values, losses (code form), rates and class
frequencies were also computed with the authors' own modules (dvlab-research/MiSLAS at
0fc381e333d8a11170851b7af2058c59840969e0) on the same inputs: pass its folder to compare.
"""
import json
import math
import random
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

from longtail_fixtures import chirp, network, pictures, projections

COUNTS = [100, 50, 20, 5, 5, 63]
LABELS = [0, 3, 5, 2, 1, 4, 0, 3]
HEAD, TAIL, POWER = 0.4, 0.1, 2.5
WIDTH = 7


def tensor(shape, offset, scale=1.0):
    values = torch.tensor(chirp(math.prod(shape), offset), dtype=torch.float64)
    return (values * scale).reshape(shape)


def epsilon(shape, counts=COUNTS):
    largest, smallest = max(counts), min(counts)
    values = []
    for n in counts:
        u = (n - smallest) / (largest - smallest)
        values.append({
            "concave": TAIL + (HEAD - TAIL) * math.sin(math.pi * u / 2),
            "linear": TAIL + (HEAD - TAIL) * u,
            "convex": HEAD + (HEAD - TAIL) * math.sin(1.5 * math.pi + math.pi * u / 2),
            "exponential": TAIL + (HEAD - TAIL) * u**POWER,
        }[shape])
    return torch.tensor(values, dtype=torch.float64)


def targets(smoothing, labels, form):
    """The soft labels q, [batch, classes]."""
    classes = len(smoothing)
    own = smoothing[labels].unsqueeze(1)
    one_hot = F.one_hot(labels, classes).double()
    if form == "code":
        return (1 - own) * one_hot + own / classes
    return (1 - own) * one_hot + (1 - one_hot) * own / (classes - 1)


def smoothed_loss(logits, labels, smoothing, form):
    """One value a sample: − Σ q log p."""
    return -(targets(smoothing, labels, form) * logits.log_softmax(1)).sum(1)


def smoothing_fixture():
    labels = torch.tensor(LABELS)
    shapes = {}
    for shape in ["concave", "linear", "convex", "exponential"]:
        entry = {"epsilon": epsilon(shape).tolist()}
        for form in ["published", "code"]:
            logits = tensor([len(LABELS), len(COUNTS)], 3, 2).requires_grad_()
            values = smoothed_loss(logits, labels, epsilon(shape), form)
            values.mean().backward()
            entry[form] = {"loss": values.tolist(), "gradient": logits.grad.flatten().tolist()}
        shapes[shape] = entry
    return {"head": HEAD, "tail": TAIL, "power": POWER, "shapes": shapes}


def classifier_fixture():
    """Gradients of W, b and s of s ⊙ (W f + b) under cross-entropy and label-aware smoothing."""
    labels = torch.tensor(LABELS)
    result = {"width": WIDTH}
    for name in ["cross-entropy", "label-aware-smoothing"]:
        features = tensor([len(LABELS), WIDTH], 1)
        weight = tensor([len(COUNTS), WIDTH], 2, 0.5).requires_grad_()
        bias = tensor([len(COUNTS)], 4, 0.1).requires_grad_()
        scale = (1 + tensor([len(COUNTS)], 5, 0.2)).requires_grad_()
        logits = scale * F.linear(features, weight, bias)
        loss = (F.cross_entropy(logits, labels) if name == "cross-entropy" else
                smoothed_loss(logits, labels, epsilon("concave"), "code").mean())
        loss.backward()
        result[name] = {
            "loss": loss.item(), "logits": logits.flatten().tolist(),
            "weight": weight.grad.flatten().tolist(), "bias": bias.grad.tolist(),
            "scale": scale.grad.tolist(),
        }
    return result


def shift_fixture():
    """Running statistics after batches that only move them."""
    net, offsets = network().train(), [5.0, 17.0, 29.0]
    with torch.no_grad():
        for offset in offsets:
            net(pictures(16, offset))
    return {
        "size": 16, "offsets": offsets,
        "running": {n: projections(b) for n, b in net.named_buffers() if "running" in n},
    }


def mixup_fixture():
    share, partners = 0.3, [3, 1, 7, 0, 2, 6, 5, 4]
    labels = torch.tensor(LABELS)
    logits = tensor([len(LABELS), len(COUNTS)], 8, 2).requires_grad_()
    loss = share * F.cross_entropy(logits, labels) + (1 - share) * F.cross_entropy(
        logits, labels[torch.tensor(partners)])
    loss.backward()
    return {"share": share, "partners": partners, "loss": loss.item(),
            "gradient": logits.grad.flatten().tolist()}


def first_rate(epoch, milestones, warmup):
    if epoch < warmup:
        return 0.1 * (epoch + 1) / warmup
    return 0.1 * 0.1 ** sum(epoch >= m for m in milestones)


def rates_fixture():
    cosine = [0.5 * 0.1 * (1 + math.cos(math.pi * e / 10)) for e in range(10)]
    return {
        "first": [first_rate(e, [160, 180], 5) for e in range(200)],
        "short": [first_rate(e, [16, 18], 5) for e in range(20)],
        "second": cosine, "classifier": [0.2 * rate for rate in cosine],
    }


def long_tail(classes=100, largest=500, factor=100):
    return [int(largest * factor ** (-c / (classes - 1))) for c in range(classes)]


def frequencies_fixture(batch=128):
    """How many classes are shown how often in a first epoch that is cut after ⌈N / batch⌉ + 1 batches."""
    counts, generator = long_tail(), random.Random(0)
    length = (math.ceil(sum(counts) / batch) + 1) * batch
    order, times = [], [0] * len(counts)
    for _ in range(length // 4):
        if not order:
            order = list(range(len(counts)))
            generator.shuffle(order)
        times[order.pop()] += 4
    shown = {str(t): times.count(t) for t in sorted(set(times))}
    return {"batch": batch, "length": length, "shown": shown}


def compare_with_authors(folder):
    import numpy as np
    sys.path.insert(0, folder)
    from methods import LabelAwareSmoothing
    labels = torch.tensor(LABELS)
    logits = tensor([len(LABELS), len(COUNTS)], 3, 2)
    for ours, theirs in [("concave",) * 2, ("linear",) * 2, ("convex",) * 2, ("exponential", "exp")]:
        loss = LabelAwareSmoothing(COUNTS, HEAD, TAIL, shape=theirs, power=POWER)
        assert np.allclose(loss.smooth.double(), epsilon(ours), atol=1e-7), ours
        loss.smooth = epsilon(ours)
        value = smoothed_loss(logits, labels, epsilon(ours), "code").mean()
        assert abs(loss(logits, labels) - value) < 1e-14, ours
    print("the authors' module gives the same smoothing and losses")


def save_checkpoint(path):
    """A small network as MiSLAS's stage 1 saves its own: three dictionaries, behind DataParallel."""
    hidden, classes, inputs = 16, 4, 8 * 8 * 3
    def weights(name, shape):
        return tensor(shape, sum(name.encode()), 0.1).float()
    torch.save({
        "epoch": 200, "best_acc1": torch.tensor(39.5), "its_ece": 8.82,
        "state_dict_model": {
            "module.hidden.weight": weights("hidden.weight", [hidden, inputs]),
            "module.hidden.bias": weights("hidden.bias", [hidden]),
        },
        "state_dict_classifier": {
            "module.fc.weight": weights("classifier.weight", [classes, hidden]),
            "module.fc.bias": weights("classifier.bias", [classes]),
        },
    }, path)


if __name__ == "__main__":
    here = Path(__file__).parent
    fixtures = {
        "counts": COUNTS, "labels": LABELS, "smoothing": smoothing_fixture(),
        "classifier": classifier_fixture(), "shift": shift_fixture(), "mixup": mixup_fixture(),
        "rates": rates_fixture(), "frequencies": frequencies_fixture(),
    }
    (here / "mislas_fixtures.json").write_text(json.dumps(fixtures) + "\n")
    save_checkpoint(here / "checkpoints" / "two-stage-layout.pt")
    if len(sys.argv) > 1:
        compare_with_authors(sys.argv[1])
