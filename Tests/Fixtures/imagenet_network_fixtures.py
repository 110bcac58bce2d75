#!/usr/bin/env python3
"""The ResNets for large pictures, written here from He et al. (2016), Table 1, and Xie et al. (2017),
Table 1: writes imagenet_network_fixtures.json beside this script.

    imagenet_network_fixtures.py

Made with PyTorch 2.13.0 on a CPU, in float64. One expert has torchvision's names; several have RIDE's
(`layer3s.m`, `linears.m`). No weights are stored: both sides compute weights and pictures from the formulas
of network_numbers.py, by these names, and compare logits and projections of gradients.

Checked outside this repository: with weights copied by state_dict, logits of two experts are to 1e-14, and
gradients to 1e-11 of the largest, those of

    RIDEResNet.py, RIDEResNeXt.py  frank-xwang/RIDE-LongTailRecognition  ab8be5c
    Expert_ResNeXt.py              emasa/BalPoE-CalibratedLT             ca607ae

and full networks have as many parameters and multiply-adds as torchvision's documentation says.
"""
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from network_numbers import chirp, fill, multiply_adds, numbers, projections

torch.set_default_dtype(torch.float64)

CLASSES = 10
SIZE = 64
LABELS = [3, 7]
OFFSET = 3.0
FULL, REDUCED = [64, 128, 256, 512], [64, 128, 192, 384]
# Blocks of the stages, convolutions of a block, groups, width of a group in a block of width 64.
NETWORKS = {
    "resnet10": ([1, 1, 1, 1], 2, 1, 64), "resnet18": ([2, 2, 2, 2], 2, 1, 64),
    "resnet34": ([3, 4, 6, 3], 2, 1, 64), "resnet50": ([3, 4, 6, 3], 3, 1, 64),
    "resnet101": ([3, 4, 23, 3], 3, 1, 64), "resnet152": ([3, 8, 36, 3], 3, 1, 64),
    "resnext50": ([3, 4, 6, 3], 3, 32, 4),
}


class Block(nn.Module):
    """Convolutions described by (inputs, outputs, side of the filter, stride, groups), and a shortcut."""

    def __init__(self, rows, stride):
        super().__init__()
        self.count = len(rows)
        for place, (inputs, outputs, side, step, groups) in enumerate(rows, start=1):
            self.add_module(f"conv{place}", nn.Conv2d(
                inputs, outputs, side, step, padding=side // 2, groups=groups, bias=False))
            self.add_module(f"bn{place}", nn.BatchNorm2d(outputs))
        first, last = rows[0][0], rows[-1][1]
        self.downsample = None
        if stride > 1 or first != last:
            self.downsample = nn.Sequential(
                nn.Conv2d(first, last, 1, stride, bias=False), nn.BatchNorm2d(last))

    def forward(self, x):
        y = x
        for place in range(1, self.count + 1):
            y = getattr(self, f"bn{place}")(getattr(self, f"conv{place}")(y))
            if place < self.count:
                y = F.relu(y)
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


def stage(name, inputs, width, blocks, stride):
    """The blocks of one stage, and how many channels its maps have."""
    _, convolutions, groups, group_width = NETWORKS[name]
    result = []
    for place in range(blocks):
        step = stride if place == 0 else 1
        if convolutions == 2:
            outputs = width
            rows = [(inputs, width, 3, step, 1), (width, width, 3, 1, 1)]
        else:
            outputs = 4 * width
            inner = math.floor(width * group_width / 64) * groups
            rows = [
                (inputs, inner, 1, 1, 1), (inner, inner, 3, step, groups), (inner, outputs, 1, 1, 1)]
        result.append(Block(rows, step))
        inputs = outputs
    return nn.Sequential(*result), outputs


class Cosine(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width, classes).uniform_(-1, 1))

    def forward(self, f):
        return 30 * F.normalize(f) @ F.normalize(self.weight, dim=0)


Cosine.__name__ = "NormedLinear"  # What multiply_adds() counts.


class Network(nn.Module):
    """One expert has a linear classifier, several cosine ones and stages 3 and 4 of their own."""

    def __init__(self, name, widths=FULL, experts=1, classes=CLASSES):
        super().__init__()
        blocks, self.experts = NETWORKS[name][0], experts
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1, channels = stage(name, 64, widths[0], blocks[0], 1)
        self.layer2, shared = stage(name, channels, widths[1], blocks[1], 2)
        own = []
        for _ in range(experts):
            third, channels = stage(name, shared, widths[2], blocks[2], 2)
            fourth, channels = stage(name, channels, widths[3], blocks[3], 2)
            own.append((third, fourth, channels))
        if experts == 1:
            self.layer3, self.layer4, channels = own[0]
            self.fc = nn.Linear(channels, classes)
        else:
            self.layer3s = nn.ModuleList([third for third, _, _ in own])
            self.layer4s = nn.ModuleList([fourth for _, fourth, _ in own])
            self.linears = nn.ModuleList([Cosine(channels, classes) for _, _, channels in own])

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        x = self.layer2(self.layer1(x))
        if self.experts == 1:
            return [self.fc(self.layer4(self.layer3(x)).mean((2, 3)))]
        return [
            head(fourth(third(x)).mean((2, 3)))
            for third, fourth, head in zip(self.layer3s, self.layer4s, self.linears)]


def step(name, widths, experts):
    net = fill(Network(name, widths, experts)).eval()
    x = chirp(len(LABELS) * 3 * SIZE * SIZE, OFFSET).reshape(len(LABELS), 3, SIZE, SIZE)
    result = {
        "network": name, "widths": widths, "experts": experts,
        "state": {key: list(tensor.shape) for key, tensor in net.state_dict().items()},
    }
    with torch.no_grad():
        result["inference"] = numbers(torch.stack(net(x), 1))
    net.train()
    logits = net(x)
    loss = sum(F.cross_entropy(z, torch.tensor(LABELS)) for z in logits) / experts
    loss.backward()
    result["training"] = {
        "logits": numbers(torch.stack(logits, 1)), "loss": loss.item(),
        "gradients": {key: projections(p.grad) for key, p in net.named_parameters()},
        "running": {
            key: projections(b) for key, b in net.named_buffers()
            if key.endswith("running_mean") and "0.bn" in key
        },
    }
    return result


def counts(name, widths=FULL, experts=1):
    """For 1000 classes and pictures of 224×224, without storage."""
    with torch.device("meta"):
        net = Network(name, widths, experts, classes=1000).eval()
        picture = torch.empty(1, 3, 224, 224)
    return {
        "network": name, "widths": widths, "experts": experts,
        "parameters": sum(p.numel() for p in net.parameters()),
        "multiplyAdds": multiply_adds(net, lambda: net(picture)),
    }


if __name__ == "__main__":
    fixtures = {
        "classes": CLASSES, "size": SIZE, "labels": LABELS, "offset": OFFSET,
        "steps": [
            step("resnet50", [16, 32, 64, 128], 1), step("resnet18", [16, 24, 32, 40], 1),
            # Widths at which a fraction of a group's channels is dropped.
            step("resnext50", [16, 40, 48, 72], 3),
        ],
        # Blocks show in narrow networks too; wide ones take long to fill.
        "counts": [counts(name, [16, 16, 24, 32]) for name in NETWORKS] + [
            counts(name, widths, experts) for name in ["resnet50", "resnext50"]
            for widths, experts in [(FULL, 1), (FULL, 3), (REDUCED, 3)]],
    }
    text = json.dumps(fixtures, separators=(",", ":"))
    Path(__file__).with_suffix(".json").write_text(text + "\n")
