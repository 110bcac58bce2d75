#!/usr/bin/env python3
"""What PyTorch computes for SSD: writes former_distillation_fixtures.json beside this script.

The contrast without keys of a sample's own class, and labels beside softened answers, written out from what the authors'
code does (Li, Wang and Wu, ICCV 2021, github.com/MCG-NJU/SSD-LT at 5eaa1db) with PyTorch's own operations: values and
gradients. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
WIDTH, DIMENSION, TEMPERATURE = 6, 4, 0.2
DRAWS = torch.Generator().manual_seed(101)


def draw(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=DRAWS)


def contrast():
    """One step of four samples against a queue of eight places, two of them empty."""
    head = {"0.weight": draw(WIDTH, WIDTH), "0.bias": draw(WIDTH), "2.weight": draw(DIMENSION, WIDTH), "2.bias": draw(DIMENSION)}
    labels, queue_labels = [0, 1, 0, 2], [-1, -1, 0, 1, 1, 2, 0, 1]
    queue = F.normalize(draw(8, DIMENSION), dim=1)
    query, key = draw(4, WIDTH).requires_grad_(), draw(4, WIDTH)

    def project(x):
        return F.normalize(
            F.linear(F.relu(F.linear(x, head["0.weight"], head["0.bias"])), head["2.weight"], head["2.bias"]), dim=1)

    q, k = project(query), project(key)
    values = []
    for i, label in enumerate(labels):
        others = [j for j, other in enumerate(queue_labels) if other >= 0 and other != label]
        scores = torch.cat([(q[i] * k[i]).sum()[None], queue[others] @ q[i]]) / TEMPERATURE
        values.append(F.cross_entropy(scores[None], torch.zeros(1, dtype=torch.long)))
    values = torch.stack(values)
    values.mean().backward()
    return {
        "labels": labels, "queue_labels": queue_labels, "head": arrays(head),
        "arrays": arrays({
            "query": query, "key": key, "queue": queue, "values": values, "query_gradient": query.grad})}


def distillation():
    """Two heads: one for labels, one for the former network's answers."""
    labels = [0, 2, 1, 2]
    logits, former = draw(4, 2, 3).requires_grad_(), draw(4, 3)
    soft, hard = logits[:, 0], logits[:, 1]
    t = 2.0
    values = F.cross_entropy(hard, torch.tensor(labels), reduction="none") + 0.7 * t * t * F.kl_div(
        F.log_softmax(soft / t, 1), F.softmax(former / t, 1), reduction="none").sum(1)
    values.mean().backward()
    return {
        "labels": labels,
        "arrays": arrays({"logits": logits, "former": former, "values": values, "gradient": logits.grad})}


def main():
    fixture = {"contrast": contrast(), "distillation": distillation()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
