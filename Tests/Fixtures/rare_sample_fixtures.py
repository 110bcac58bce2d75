#!/usr/bin/env python3
"""What PyTorch computes for samples of rare classes made within a network: writes rare_sample_fixtures.json beside this
script.

Centres, pairs, variations and the losses written out from what the authors' code does (Wang, Lukasiewicz, Hu, Cai and Xu,
CVPR 2021, github.com/Jianf-Wang/RSG at 3c50745) with PyTorch's own operations, sample by sample and segment by segment; norms
and cosines are of the channels at each place. Values and gradients before and after samples are made. Made with PyTorch
2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
COUNTS, FREQUENT, LABELS = [8, 5, 2], [0], [0, 0, 1, 0, 2, 0, 0]
CHANNELS, CENTERS, WIDTH, SIDE, SCALE = 2, 3, 4, 3, 4.0
DRAWS = torch.Generator().manual_seed(97)


def draw(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=DRAWS).requires_grad_()


def pair_scores(parts, a, b, fixed):
    own = {k: v.detach() if fixed else v for k, v in parts.items() if k.startswith("pairs.")}
    x = F.relu(F.conv2d(torch.cat([a, b], 1), own["pairs.conv1.weight"], own["pairs.conv1.bias"]))
    x = F.conv2d(x, own["pairs.conv2.weight"], own["pairs.conv2.bias"], padding=1)
    return F.linear(F.adaptive_avg_pool2d(x, 1).flatten(1), own["pairs.linear.weight"], own["pairs.linear.bias"])


def share(parts, sample, label):
    pooled = sample.mean((1, 2))
    return F.softmax(pooled @ parts["assignment.weight"][label] + parts["assignment.bias"][label], dim=0)


def centers_loss(parts, x):
    total = 0
    for sample, label in zip(x, LABELS):
        gamma = share(parts, sample, label)
        for k in range(CENTERS):
            total = total + gamma[k] * (sample - parts["centers"][label, k][:, None, None]).square().sum()
    return total / len(LABELS)


def pairs_loss(parts, x):
    half = len(LABELS) // 2
    same = torch.tensor([int(LABELS[i] == LABELS[i + half]) for i in range(half)])
    return F.cross_entropy(pair_scores(parts, x[:half], x[half:2 * half], False), same)


def residual(parts, sample, label):
    with torch.no_grad():
        return sample - parts["centers"][label, share(parts, sample, label).argmax()][:, None, None]


def generated(parts, x):
    """The new samples of all segments, their labels, and L_2."""
    heads = [i for i, y in enumerate(LABELS) if y in FREQUENT]
    tails = [i for i, y in enumerate(LABELS) if y not in FREQUENT]
    segments = max(1, len(heads) // len(tails))
    fixed = x.detach()
    new, labels, losses = [], [], []
    for s in range(segments):
        own = heads[s * len(tails):(s + 1) * len(tails)]
        r = torch.stack([residual(parts, fixed[i], LABELS[i]) for i in own])
        u = torch.stack([residual(parts, fixed[j], LABELS[j]) for j in tails])
        t = F.conv2d(r, parts["transform.weight"], parts["transform.bias"], padding=1)
        different = F.cross_entropy(pair_scores(parts, fixed[own], t, True), torch.zeros(len(own), dtype=torch.long))
        lengths = (t.norm(dim=1) - r.norm(dim=1)).abs().sum() / len(own)
        angles = (F.cosine_similarity(t, u, dim=1) - 1).abs().sum() / len(own)
        losses.append(different + lengths + angles)
        new += [x[j] + t[place] for place, j in enumerate(tails)]
        labels += [LABELS[j] for j in tails]
    return torch.stack(new), labels, sum(losses) / segments


def margin_loss(logits, labels):
    margins = torch.tensor(COUNTS, dtype=torch.float64) ** -0.25
    margins = 0.5 * margins / margins.max()
    target = torch.tensor(labels)
    shifted = logits - SCALE * F.one_hot(target, len(COUNTS)) * margins[target][:, None]
    return F.cross_entropy(shifted, target)


def main():
    parts = {
        "centers": draw(3, CENTERS, CHANNELS), "assignment.weight": draw(3, CHANNELS, CENTERS),
        "assignment.bias": draw(3, CENTERS), "pairs.conv1.weight": draw(WIDTH, 2 * CHANNELS, 1, 1),
        "pairs.conv1.bias": draw(WIDTH), "pairs.conv2.weight": draw(WIDTH, WIDTH, 3, 3), "pairs.conv2.bias": draw(WIDTH),
        "pairs.linear.weight": draw(2, WIDTH), "pairs.linear.bias": draw(2),
        "transform.weight": draw(CHANNELS, CHANNELS, 3, 3), "transform.bias": draw(CHANNELS)}
    maps = draw(len(LABELS), CHANNELS, SIDE, SIDE)
    classifier = draw(3, CHANNELS).detach()
    cases = []
    for makes in [False, True]:
        for tensor in [*parts.values(), maps]:
            tensor.grad = None
        if makes:
            new, labels, variation = generated(parts, maps)
            x, labels = torch.cat([maps, new]), LABELS + labels
            first = centers_loss(parts, maps.detach())
        else:
            x, labels, variation = maps, LABELS, torch.zeros((), dtype=torch.float64)
            first = centers_loss(parts, maps.detach()) + pairs_loss(parts, maps.detach())
        own = margin_loss(F.linear(x.mean((2, 3)), classifier), labels)
        loss = own + 0.1 * first + 0.01 * variation
        loss.backward()
        named = {**parts, "map": maps}
        cases.append({
            "labels": labels, "loss": loss.item(), "own": own.item(), "centers": first.item(),
            "variation": variation.item(), "grown": array(x),
            "gradients": arrays({n: torch.zeros_like(t) if t.grad is None else t.grad for n, t in named.items()})})
    fixture = {
        "counts": COUNTS, "labels": LABELS, "cases": cases,
        "arrays": arrays({**parts, "map": maps, "classifier": classifier})}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
