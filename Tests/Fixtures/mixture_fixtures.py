#!/usr/bin/env python3
"""What PyTorch computes for the losses of several experts and several views: writes mixture_fixtures.json beside
this script.

Each is written out from what its authors' code does, with PyTorch's own operations: the value of each sample, and
the gradient of their mean. Made with PyTorch 2.13.0 on a CPU, in float64. The code that was followed:
ResLT jiequancui/ResLT 9650d93; BCL FlamieZhu/Balanced-Contrastive-Learning f72d070; PaCo and GPaCo
dvlab-research/Parametric-Contrastive-Learning fe56535; NCL Bazinga699/NCL f64fddb; MDCS fistyee/MDCS 1a1d54e; SADE
Vanint/SADE-AgnosticLT cba11b8; GLMC ynu-yangpeng/GLMC 2c0261c; BatchFormer zhihou7/BatchFormer 305efaa.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from contrast_losses import balanced_contrast, parametric
from mixture_inputs import COUNTS, LABELS, N, PRIOR, VIEW_COUNTS, Y, draw, layers, outcome


def residual():
    """Three branches whose logits add up; the network's experts give three times a branch's."""
    leaf = draw(41, len(LABELS), 3, len(COUNTS))
    z = leaf / 3
    rare = [torch.ones(4), torch.tensor([0.0, 1, 1, 1]), torch.tensor([0.0, 0, 0, 1])]
    masks = [group.double()[Y] for group in rare]
    total = sum(mask.sum() for mask in masks)
    own = lambda m: -torch.log(torch.softmax(z[:, m], 1)[torch.arange(len(LABELS)), Y] + 1e-7)
    independent = len(LABELS) * sum(masks[m] * own(m) for m in range(3)) / total
    fused = F.cross_entropy(z.sum(1), Y, reduction="none")
    return outcome(0.9 * independent + 0.1 * fused, {"logits": leaf})


def nested():
    rows = []
    for form in ["code", "published"]:
        z = draw(71, len(LABELS), 3, len(COUNTS))
        x = z + torch.log(N)
        forced = z[:, 0].detach().scatter(1, Y[:, None], float("inf"))
        mask = torch.zeros_like(forced).scatter(1, forced.topk(2, dim=1).indices, 1.0)[:, None]
        hard = x * mask if form == "code" else x.masked_fill(mask == 0, -1e6)
        flat = lambda v: F.cross_entropy(
            v.reshape(-1, 4), Y.repeat_interleave(3), reduction="none").reshape(-1, 3).sum(1)
        values = flat(x) + flat(hard)
        for part in [x, hard]:
            for i in range(3):
                for j in range(3):
                    if i != j:
                        p = torch.softmax(part[:, j], 1)
                        gap = torch.log_softmax(part[:, j], 1) - torch.log_softmax(part[:, i], 1)
                        values = values + 0.6 * (p * gap).sum(1) / 2
        rows.append({"form": form, "arrays": outcome(values, {"logits": z})})
    return rows


def consistency():
    rows = []
    for epoch in [3, 30]:
        weak, strong = draw(81, len(LABELS), 3, 4), draw(82, len(LABELS), 3, 4)
        values = torch.zeros(len(LABELS), dtype=torch.float64)
        for m, power in enumerate([-0.5, 1.0, 2.5]):
            offset = torch.log(N ** power)
            teacher, student = weak[:, m] + offset, strong[:, m] + offset
            values = values + (
                F.cross_entropy(teacher, Y, reduction="none")
                + F.cross_entropy(student, Y, reduction="none")) / 2
            right = (teacher.argmax(1) == Y).double()
            p = torch.softmax(teacher, 1).detach()
            gap = (p * (torch.log(p) - torch.log_softmax(student, 1))).sum(1)
            # The mean over those that are right, as a share of each sample.
            ramp = 0.6 * min((epoch + 1) / 20, 1)
            values = values + ramp * gap * right * len(LABELS) / max(right.sum().item(), 1)
        rows.append({"epoch": epoch, "arrays": outcome(values, {"weak": weak, "strong": strong})})
    return rows


def diverse():
    rows = []
    for strength in [1.0, 2.0]:
        z = draw(91, len(LABELS), 3, len(COUNTS))
        reverse = torch.sort(PRIOR).values[3 - torch.argsort(torch.argsort(PRIOR))]
        log = torch.log(PRIOR)
        offsets = [torch.zeros(4, dtype=torch.float64), log, log - strength * torch.log(reverse)]
        values = sum(
            F.cross_entropy(z[:, m] + offsets[m], Y, reduction="none") for m in range(3))
        rows.append({"strength": strength, "arrays": outcome(values, {"logits": z})})
    return rows


def consistency_of_mixtures():
    """Both mixtures of vectors, which have no boxes, through two classifiers and two heads."""
    labels, partners = torch.tensor([0, 2, 0, 1]), torch.tensor([2, 1, 1, 0])
    first, second, partner = draw(111, 4, 6), draw(112, 4, 6), draw(113, 4, 6)
    torch.manual_seed(114)
    heads = [layers((6, 3)) for _ in range(2)]
    projection, prediction = layers((6, 5)), layers((5, 5))
    power = torch.tensor(VIEW_COUNTS, dtype=torch.float64) ** -1.2
    weights = power / power.sum() * 3
    hot = lambda y: F.one_hot(y, 3).double()
    target = 0.3 * hot(labels) + 0.7 * hot(partners)
    weighted = 0.3 * weights * hot(labels) + 0.7 * weights * hot(partners)
    z, p, plain, late = [], [], 0, 0
    for x in [first, second]:
        x = 0.3 * x + 0.7 * partner
        plain = plain - (F.log_softmax(F.linear(x, *heads[0]), 1) * target).sum(1)
        late = late - (F.log_softmax(F.linear(x, *heads[1]), 1) * weighted).sum(1)
        z.append(F.linear(x, *projection))
        p.append(F.linear(z[-1], *prediction))
    gaps = -F.cosine_similarity(p[0], z[1].detach()) - F.cosine_similarity(p[1], z[0].detach())
    a = 1 - (1 / 4) ** 2
    leaves = {
        "first": first, "second": second, "partner": partner,
        "projection.weight": projection[0], "projection.bias": projection[1],
        "prediction.weight": prediction[0], "prediction.bias": prediction[1]}
    for m, head in enumerate(heads):
        leaves[f"experts.{m}.classifier.weight"], leaves[f"experts.{m}.classifier.bias"] = head
    return {
        "labels": labels.tolist(), "partners": partners.tolist(),
        "arrays": outcome(a * plain + (1 - a) * late + 4 * gaps, leaves)}


def batch_former():
    """PyTorch's own layer over the batch, without dropout, and the shared classifier behind it."""
    torch.manual_seed(101)
    layer = nn.TransformerEncoderLayer(6, 2, dim_feedforward=6, dropout=0.0).double()
    x = draw(102, len(LABELS), 6)
    weight, bias = layers((6, 4))
    with torch.no_grad():
        for p in layer.parameters():
            p += 0.1 * torch.randn_like(p)
    logits = F.linear(layer(x[:, None])[:, 0], weight, bias)
    values = 0.5 * F.cross_entropy(logits + torch.log(N), Y, reduction="none")
    leaves = {"features": x, "classifier.weight": weight, "classifier.bias": bias}
    return outcome(values, leaves | {"encoder.0." + n: p for n, p in layer.named_parameters()})


def main():
    fixtures = {
        "counts": COUNTS, "labels": LABELS, "view_counts": VIEW_COUNTS, "residual": residual(),
        "balanced_contrast": balanced_contrast(), "parametric": parametric(0),
        "general_parametric": parametric(1), "nested": nested(), "consistency": consistency(),
        "diverse": diverse(), "batch_former": batch_former(),
        "mixtures": consistency_of_mixtures()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")


if __name__ == "__main__":
    main()
