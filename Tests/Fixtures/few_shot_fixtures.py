#!/usr/bin/env python3
"""What PyTorch computes for weights made from a few samples: writes few_shot_fixtures.json beside this script.

An episode written out from what the authors' code does (Gidaris and Komodakis, CVPR 2018,
github.com/gidariss/FewShotWithoutForgetting at 0efdc78: architectures/ClassifierWithFewShotGenerationModule.py, with
attention) with PyTorch's own operations: weights, scores, loss and gradients. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
CLASSES, WIDTH, KNOWN, NEW = 5, 3, [0, 2, 4], 2
DRAWS = torch.Generator().manual_seed(61)


def draw(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=DRAWS).requires_grad_()


def main():
    parts = {
        "weight": draw(CLASSES, WIDTH), "bias": draw(1), "scale": draw(1), "generator.query.weight": draw(WIDTH, WIDTH),
        "generator.query.bias": draw(WIDTH), "generator.keys": draw(CLASSES, WIDTH), "generator.sharpness": draw(1),
        "generator.average": draw(WIDTH), "generator.attended": draw(WIDTH)}
    own = {name.split(".", 1)[1]: tensor for name, tensor in parts.items() if "." in name}
    exemplars, samples = draw(5, WIDTH), draw(4, WIDTH)
    places, labels = [0, 1, 1, 0, 1], [0, 3, 4, 1]
    members = F.one_hot(torch.tensor(places), NEW).double()
    known = parts["weight"][KNOWN]
    train = F.normalize(exemplars, p=2, dim=1, eps=1e-12)
    counts = members.t().sum(1, keepdim=True)
    average = members.t() @ train / counts * own["average"]
    queries = F.normalize(F.linear(train, own["query.weight"], own["query.bias"]), p=2, dim=1, eps=1e-12)
    keys = F.normalize(own["keys"][KNOWN], p=2, dim=1, eps=1e-12)
    shares = (own["sharpness"] * (queries @ keys.t())).softmax(1)
    attended = members.t() @ (shares @ F.normalize(known, p=2, dim=1, eps=1e-12)) / counts * own["attended"]
    made = average + attended
    weights = F.normalize(torch.cat([known, made]), p=2, dim=1, eps=1e-12)
    scores = parts["scale"] * (parts["bias"] + F.normalize(samples, p=2, dim=1, eps=1e-12) @ weights.t())
    loss = F.cross_entropy(scores, torch.tensor(labels))
    loss.backward()
    named = {**parts, "exemplars": exemplars, "samples": samples}
    gradients = {
        name + "_gradient": t.grad if t.grad is not None else torch.zeros_like(t) for name, t in named.items()}
    fixture = {
        "known": KNOWN, "places": places, "labels": labels, "loss": loss.item(),
        "arrays": arrays({**named, **gradients, "made": made, "scores": scores})}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
