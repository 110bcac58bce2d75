#!/usr/bin/env python3
"""What PyTorch computes for the parts of a stage: writes stage_fixtures.json beside this script.

Contrasts, the memory of keys, sharpness-aware minimisation, averages, norms and class weights, each written
out from its paper with PyTorch's own operations. Made with PyTorch 2.13.0 on a CPU.
"""
import json
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.swa_utils import AveragedModel

from torch_fixtures import Net, array, arrays

torch.set_num_threads(1)


def head(width, dimension):
    return nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, dimension)).double()


def contrast_of_pairs(z, labels, temperature):
    """Khosla et al., eq. 2, anchor by anchor; z holds both views, one after the other."""
    values = []
    for i in range(len(z)):
        others = [a for a in range(len(z)) if a != i]
        scores = torch.stack([z[i] @ z[a] / temperature for a in others])
        positives = [k for k, a in enumerate(others) if labels[a] == labels[i]]
        values.append(-(scores[positives] - torch.logsumexp(scores, 0)).mean())
    return torch.stack(values)


def within_batch():
    torch.manual_seed(11)
    net = head(6, 4)
    first = torch.randn(5, 6, dtype=torch.float64, requires_grad=True)
    second = torch.randn(5, 6, dtype=torch.float64, requires_grad=True)
    labels = [0, 1, 0, 2, 1]
    z = F.normalize(torch.cat([net(first), net(second)]), dim=1)
    both = contrast_of_pairs(z, labels + labels, 0.2)
    values = (both[:5] + both[5:]) / 2
    values.mean().backward()
    return {
        "labels": labels, "head": arrays(net.state_dict()),
        "arrays": arrays({
            "first": first, "second": second, "values": values, "first_gradient": first.grad,
            "second_gradient": second.grad}),
        "head_gradients": arrays({k: p.grad for k, p in net.named_parameters()})}


def memory():
    """Three steps of MoCo's order: the slow head moves, keys, loss, gradient, step, the keys go in."""
    torch.manual_seed(12)
    net, slow = head(6, 4), head(6, 4)
    slow.load_state_dict(net.state_dict())
    initial = arrays(net.state_dict())
    queue = torch.zeros(8, 4, dtype=torch.float64)
    queue_labels = [-1] * 8
    steps = []
    for labels in ([0, 1, 0], [2, 1, 1], [0, 2, 2]):
        query_inputs = torch.randn(3, 6, dtype=torch.float64)
        key_inputs = torch.randn(3, 6, dtype=torch.float64)
        with torch.no_grad():
            for s, p in zip(slow.parameters(), net.parameters()):
                s.mul_(0.9).add_(p, alpha=0.1)
            keys = F.normalize(slow(key_inputs), dim=1)
        queries = F.normalize(net(query_inputs), dim=1)
        all_keys = torch.cat([keys, queue])
        all_labels = labels + queue_labels
        values = []
        for i in range(3):
            present = [a for a in range(len(all_labels)) if all_labels[a] >= 0]
            scores = torch.stack([queries[i] @ all_keys[a] / 0.1 for a in present])
            positives = [k for k, a in enumerate(present) if all_labels[a] == labels[i]]
            values.append(-(scores[positives] - torch.logsumexp(scores, 0)).mean())
        values = torch.stack(values)
        net.zero_grad()
        values.mean().backward()
        with torch.no_grad():
            for p in net.parameters():
                p.sub_(0.1 * p.grad)
        queue = torch.cat([queue, keys])[3:]
        queue_labels = (queue_labels + labels)[3:]
        steps.append({
            "labels": labels,
            "arrays": arrays({"query": query_inputs, "key": key_inputs, "values": values})})
    return {
        "head": initial, "steps": steps, "final": arrays(net.state_dict()),
        "queue": array(queue), "queue_labels": queue_labels}


def sharpness(adaptive):
    """Foret et al., algorithm 1, around SGD; ASAM where adaptive."""
    torch.manual_seed(3)
    net = Net().double()
    torch.manual_seed(4)
    x = torch.randn(5, 2, 4, 4, dtype=torch.float64)
    labels = torch.tensor([0, 1, 2, 3, 1])
    initial = {k: v.clone() for k, v in net.state_dict().items()}
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=0.01)
    losses = []
    for _ in range(8):
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x), labels)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            parameters = list(net.parameters())
            sizes = [((p.abs() if adaptive else 1.0) * p.grad).norm() for p in parameters]
            scale = 0.3 / (torch.stack(sizes).norm() + 1e-12)
            kept = [p.clone() for p in parameters]
            for p in parameters:
                p.add_((p * p if adaptive else 1.0) * p.grad * scale)
        optimizer.zero_grad()
        F.cross_entropy(net(x), labels).backward()
        with torch.no_grad():
            for p, value in zip(parameters, kept):
                p.copy_(value)
        optimizer.step()
    return {
        "x": array(x), "labels": labels.tolist(), "initial": arrays(initial), "losses": losses,
        "final": arrays(net.state_dict())}


def averages():
    torch.manual_seed(13)
    net = nn.Linear(3, 2).double()
    mean = AveragedModel(net)
    states = []
    for _ in range(3):
        with torch.no_grad():
            for p in net.parameters():
                p.copy_(torch.randn_like(p))
        mean.update_parameters(net)
        states.append(arrays(net.state_dict()))
    return {"states": states, "mean": arrays(mean.module.state_dict())}


def norms():
    torch.manual_seed(14)
    linear = torch.randn(4, 3, dtype=torch.float64)
    convolution = torch.randn(4, 2, 3, 3, dtype=torch.float64)
    limit = lambda w, bound: w * (bound / w.flatten(1).norm(dim=1).clamp(min=bound)).reshape(
        [-1] + [1] * (w.dim() - 1))
    return arrays({
        "linear": linear, "convolution": convolution, "linear_limited": limit(linear, 1.2),
        "convolution_limited": limit(convolution, 4.0)})


def class_weights():
    torch.manual_seed(15)
    counts = [500, 60, 8, 1]
    logits = torch.randn(6, 4, dtype=torch.float64, requires_grad=True)
    labels = torch.tensor([0, 3, 1, 2, 0, 1])
    raw = (1 - 0.9999) / (1 - numpy.power(0.9999, counts))
    weights = torch.tensor(raw / raw.sum() * 4)
    loss = F.cross_entropy(logits, labels, weight=weights)
    loss.backward()
    return {
        "counts": counts, "labels": labels.tolist(), "loss": loss.item(),
        "arrays": arrays({"logits": logits, "gradient": logits.grad, "weights": weights})}


def boxes():
    """CutMix's rand_bbox for given centres: rows, columns, and the share of the picture that stays."""
    rows = []
    for height, width, share, row, column in [
            (32, 32, 0.5, 3, 20), (32, 32, 0.01, 16, 16), (7, 9, 0.3, 6, 0), (8, 8, 1.0, 4, 4)]:
        ratio = numpy.sqrt(1 - share)
        cut_h, cut_w = int(height * ratio), int(width * ratio)
        y1, y2 = numpy.clip([row - cut_h // 2, row + cut_h // 2], 0, height)
        x1, x2 = numpy.clip([column - cut_w // 2, column + cut_w // 2], 0, width)
        rows.append({
            "height": height, "width": width, "share": share, "row": row, "column": column,
            "rows": [int(y1), int(y2)], "columns": [int(x1), int(x2)],
            "kept": 1 - float((y2 - y1) * (x2 - x1)) / (height * width)})
    return rows


def main():
    fixtures = {
        "within_batch": within_batch(), "memory": memory(), "sharpness": sharpness(False),
        "adaptive_sharpness": sharpness(True), "averages": averages(), "norms": norms(),
        "class_weights": class_weights(), "boxes": boxes()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")


if __name__ == "__main__":
    main()
