#!/usr/bin/env python3
"""Losses, gradients and schedules of BalPoE, SHIKE, RIDE and BBN from their authors' own code, in float64:
writes expert_fixtures.json beside this script.

Made with PyTorch 2.13.0 on a CPU. The authors' code stays outside: give the folders of these commits,

    expert_fixtures.py SHIKE BALPOE RIDE BBN

    jinyan-06/SHIKE                      2b04b62dc534ddf61d896b86e8fb1c1d10b77a61
    emasa/BalPoE-CalibratedLT            ca607aed79e2444684f492035e9c0e7f823084d8
    frank-xwang/RIDE-LongTailRecognition ab8be5c21124612493aff87c7cf235d950bda178
    Megvii-Nanjing/BBN                   7992e908842f5934f0d1ee3f430d796621e81975

What only the papers have (the published forms of SHIKE's and RIDE's divergences) is written from their
formulas, below and in ride_losses.py.
"""
import ast
import json
import sys
import types
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from expert_inputs import (
    BATCH, CLASSES, COUNTS, LABELS, PARTNERS, SHARE, WIDTH, expert_logits, load, tensor, with_gradient)
from ride_losses import ride


def function_source(path, name):
    text = Path(path).read_text()
    node = next(n for n in ast.parse(text).body if getattr(n, "name", "") == name)
    return ast.get_source_segment(text, node)


# MARK: BalPoE


def balpoe(folder):
    loss_class = load("balpoe_loss", Path(folder) / "model" / "loss.py").BSExpertLoss
    labels, mixed = torch.tensor(LABELS), torch.tensor(LABELS)[torch.tensor(PARTNERS)]
    cases = []
    for strengths in [[1.0], [0.0, 2.0], [0.0, 1.0, 2.0]]:
        criterion = loss_class(COUNTS, strengths).double()

        def total(z, y):
            return criterion(z.mean(1), y, extra_info={"logits": z.transpose(0, 1)})

        logits = expert_logits(len(strengths))
        case = with_gradient(
            logits, lambda z: SHARE * total(z, labels) + (1 - SHARE) * total(z, mixed))
        case["strengths"] = strengths
        case["plain"] = total(logits, labels).item()
        cases.append(case)
    return cases


# MARK: SHIKE


def shike(folder):
    """The authors' mix_outputs with the weights of its three terms as numbers beside it."""
    scope = {"torch": torch, "F": F, "nn": torch.nn}
    exec(function_source(Path(folder) / "utils.py", "soft_entropy"), scope)
    source = function_source(Path(folder) / "cifarTrain.py", "mix_outputs")
    for old, new in [
        ("loss += soft_entropy(outputs[i], labels)", "loss += CE * soft_entropy(outputs[i], labels)"),
        ("loss += 10.0 * \\", "loss += NT * \\"),
        ("loss += F.kl_div(F.log_softmax", "loss += MU * F.kl_div(F.log_softmax"),
        ("dtype=torch.float,", "dtype=torch.float64,"),
    ]:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    exec(source, scope)
    one_hot = F.one_hot(torch.tensor(LABELS), CLASSES).double()

    def official(weights, balance=False):
        def loss(z):
            scope.update(zip(["CE", "NT", "MU"], weights))
            return scope["mix_outputs"](list(z.unbind(1)), one_hot, balance, COUNTS)[0]
        return loss

    cases = []
    for experts in [2, 3, 4]:
        for ties in [False, True]:
            logits = expert_logits(experts, ties)
            cases.append({
                "experts": experts, "ties": ties,
                "crossEntropy": with_gradient(logits, official([1, 0, 0])),
                "nonTarget": with_gradient(logits, official([0, 1, 0])),
                "mutual": with_gradient(logits, official([0, 0, 1])),
                "total": with_gradient(logits, official([1, 10, 1])),
                "balanced": with_gradient(logits, official([1, 10, 1], balance=True)),
                "published": with_gradient(logits, published_non_target),
            })
    return cases


def published_non_target(logits):
    """Eqs 5 to 9 of Jin et al. (2023), one sample at a time; the mean over the batch."""
    total = 0
    for sample, label in zip(logits, LABELS):
        others = [c for c in range(CLASSES) if c != label]
        rest = sample[:, others]
        mean, teacher = rest.mean(0), rest.max(0).values.clone()
        hardest = int(np.argmax(mean.detach().numpy()))
        teacher[hardest] = mean[hardest]
        p = teacher.softmax(0)
        total = total + sum((p * (p.log() - expert.softmax(0).log())).sum() for expert in rest)
    return total / len(LABELS)


# MARK: BBN


def bbn(folder):
    core = types.ModuleType("core")
    evaluate = types.ModuleType("core.evaluate")
    evaluate.accuracy = lambda *_: [0.0]
    sys.modules.update({"core": core, "core.evaluate": evaluate})
    combiner = load("bbn_combiner", Path(folder) / "lib" / "core" / "combiner.py").Combiner
    schedule = load(
        "bbn_schedule", Path(folder) / "lib" / "utils" / "lr_scheduler.py").WarmupMultiStepLR

    def made(epochs):
        cfg = types.SimpleNamespace(TRAIN=types.SimpleNamespace(
            COMBINER=types.SimpleNamespace(TYPE="bbn_mix"), MAX_EPOCH=epochs))
        return combiner(cfg, "cpu")

    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    rates, scheduler = [], schedule(optimizer, [120, 160], gamma=0.01, warmup_epochs=5)
    for _ in range(200):
        optimizer.step()
        scheduler.step()
        rates.append(scheduler.get_last_lr()[0])

    labels = torch.tensor(LABELS)
    reversed_labels = labels[torch.tensor(PARTNERS)]
    cases = []
    for epoch in [0, 99, 199]:
        features = [tensor([BATCH, WIDTH], o).requires_grad_() for o in (31, 37)]
        weight = tensor([CLASSES, 2 * WIDTH], 41, 0.5).requires_grad_()
        bias = tensor([CLASSES], 43, 0.1).requires_grad_()

        def model(x, feature_cb=False, feature_rb=False, classifier_flag=False):
            return F.linear(x, weight, bias) if classifier_flag else x

        mixer = made(200)
        mixer.reset_epoch(epoch + 1)
        loss, _ = mixer.forward(
            model, F.cross_entropy, features[0], labels,
            {"sample_image": features[1], "sample_label": reversed_labels})
        loss.backward()
        cases.append({
            "epoch": epoch, "loss": loss.item(), "weight": weight.grad.flatten().tolist(),
            "bias": bias.grad.tolist(),
            "features": torch.stack([f.grad for f in features], 1).flatten().tolist(),
        })
    return {"width": WIDTH, "rates": rates, "horizons": {
        str(n): made(n).div_epoch for n in (90, 180, 200)}, "cases": cases}


# MARK: Hinton


def distillation():
    """CE + τ² KL(softmax(t/τ) ‖ softmax(z/τ)), batch mean, for each expert and for the mean logits."""
    labels, teacher = torch.tensor(LABELS), tensor([BATCH, CLASSES], 17, 3)
    logits = expert_logits(3)

    def apart(z, temperature=4):
        q = (teacher / temperature).softmax(1)
        return temperature**2 * F.kl_div(
            (z / temperature).log_softmax(1), q, reduction="batchmean")

    def labelled(z):
        return sum(F.cross_entropy(z[:, m], labels) for m in range(3)) / 3

    return {
        "ensemble": with_gradient(
            logits, lambda z: 0.4 * labelled(z) + 0.6 * apart(z.mean(1))),
        "each": with_gradient(
            logits, lambda z: 0.4 * labelled(z) + 0.6 * sum(apart(z[:, m]) for m in range(3)) / 3),
    }


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    fixtures = {
        "counts": COUNTS, "labels": LABELS, "partners": PARTNERS, "share": SHARE,
        "balpoe": balpoe(sys.argv[2]), "shike": shike(sys.argv[1]), "ride": ride(sys.argv[3]),
        "bbn": bbn(sys.argv[4]), "distillation": distillation(),
    }
    path = Path(__file__).parent / "expert_fixtures.json"
    path.write_text(json.dumps(fixtures) + "\n")
