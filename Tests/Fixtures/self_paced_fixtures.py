#!/usr/bin/env python3
"""What PyTorch computes for a student of experts on groups of classes: writes self_paced_fixtures.json beside this script.

The curriculum, the experts' weights and the loss written out from what the authors' code does (Xiang, Ding and Han, ECCV
2020, github.com/xiangly55/LFME at 0a18a06) with PyTorch's own operations: where samples begin, what experts count,
values and gradients. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
COUNTS, GROUPS = [6, 4, 3, 2, 1], [[0, 1], [2, 3], [4]]
THRESHOLD, TEMPERATURE, EPOCHS = 0.3, 2.0, 4
DRAWS = torch.Generator().manual_seed(83)


def draw(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=DRAWS)


def group_of(label):
    return next(index for index, members in enumerate(GROUPS) if label in members)


def starts(logits, labels):
    """Confidence of each sample's expert in its label, brought to [floor, 1] within each class."""
    shots = [sum(COUNTS[c] for c in members) / len(members) for members in GROUPS]
    confidence = torch.stack([
        F.softmax(logits[i, 1 + group_of(y), GROUPS[group_of(y)]], dim=0)[GROUPS[group_of(y)].index(y)]
        for i, y in enumerate(labels)])
    q = torch.ones(len(labels), dtype=torch.float64)
    for label in range(len(COUNTS)):
        rows = [i for i, y in enumerate(labels) if y == label]
        own = confidence[rows]
        floor = shots[-1] / shots[group_of(label)]
        if len(rows) > 1:
            q[rows] = floor + (1 - floor) * (own - own.min()) / (own.max() - own.min())
    return q


def expert_weights(logits, labels):
    weights = []
    for index, members in enumerate(GROUPS):
        rows = [i for i, y in enumerate(labels) if y in members]
        right = torch.tensor([labels[i] for i in rows])
        student = (logits[rows, 0].argmax(1) == right).double().mean().item()
        expert = (torch.tensor(members)[logits[rows, 1 + index][:, members].argmax(1)] == right).double().mean().item()
        weights.append(1.0 if student < THRESHOLD * expert else max(0.0, (1 - student / expert) / (1 - THRESHOLD)))
    return weights


def loss(logits, labels, q, weights, epoch, form):
    pace = q + (1 - q) * epoch / (EPOCHS / 2)
    student = logits[:, 0]
    target = torch.tensor(labels)
    if form == "code":
        own = F.cross_entropy(student * pace[:, None], target, reduction="none")
    else:
        own = F.cross_entropy(student, target, reduction="none") * pace.clamp(max=1)
    for index, members in enumerate(GROUPS):
        expert = F.softmax(logits[:, 1 + index][:, members].detach() / TEMPERATURE, dim=1)
        learner = F.log_softmax(student[:, members] / TEMPERATURE, dim=1)
        own = own + weights[index] * F.kl_div(learner, expert, reduction="none").sum(1)
    return own


def main():
    training_labels = [c for c, n in enumerate(COUNTS) for _ in range(n)]
    training = draw(len(training_labels), 4, 5) * 2
    validation_labels = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    validation = draw(10, 4, 5)
    # Experts that know more than the student: one a little, one much.
    for row, label in enumerate(validation_labels):
        group = group_of(label)
        validation[row, 1 + group, label] += 4 if row % 3 else 0
        validation[row, 0, label] += 3 if group == 0 and row % 2 else 0
    q = starts(training, training_labels)
    weights = expert_weights(validation, validation_labels)
    positions = [0, 3, 7, 10, 13, 15]
    labels = [training_labels[p] for p in positions]
    batch = draw(6, 4, 5)
    cases = []
    for form, epoch in [("code", 1), ("code", 3), ("published", 1), ("published", 3)]:
        leaf = batch.clone().requires_grad_()
        values = loss(leaf, labels, q[positions], weights, epoch, form)
        values.mean().backward()
        cases.append({
            "form": form, "epoch": epoch, "values": values.tolist(), "gradient": array(leaf.grad)})
    fixture = {
        "counts": COUNTS, "positions": positions, "labels": labels, "training_labels": training_labels,
        "validation_labels": validation_labels, "weights": weights, "cases": cases,
        "arrays": arrays({"training": training, "validation": validation, "batch": batch, "starts": q})}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
