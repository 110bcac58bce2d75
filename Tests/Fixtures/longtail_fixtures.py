#!/usr/bin/env python3
"""ResNet-32 in PyTorch, written from He et al. (2016): writes longtail_fixtures.json beside this script.

Made with PyTorch 2.13.0 on a CPU. No weights are stored: both sides compute weights and pictures from
the formulas below, and compare norms and projections of what comes out.
"""
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

torch.use_deterministic_algorithms(True)
torch.set_num_threads(1)

CLASSES = 10
LABELS = [3, 0, 7, 3]


def chirp(count, offset):
    """sin(offset + 0.37 i + 0.011 i²): far from periodic, and the same bits wherever libm is."""
    return [math.sin(offset + 0.37 * i + 0.011 * i * i) for i in range(count)]


def projections(tensor):
    """Euclidean norm, and the dot products with cos(0.61 i + 0.3) and sin(0.23 i), over √count."""
    values = tensor.detach().double().flatten().tolist()
    root = math.sqrt(len(values))
    return [
        math.sqrt(math.fsum(v * v for v in values)),
        math.fsum(v * math.cos(0.61 * i + 0.3) for i, v in enumerate(values)) / root,
        math.fsum(v * math.sin(0.23 * i) for i, v in enumerate(values)) / root,
    ]


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.added = stride, outputs - inputs

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.stride > 1 or self.added:
            half = self.added // 2
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, half, half))
        return F.relu(y + x)


class ResNet32(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*[Block(16, 16, 1) for _ in range(5)])
        self.layer2 = nn.Sequential(Block(16, 32, 2), *[Block(32, 32, 1) for _ in range(4)])
        self.layer3 = nn.Sequential(Block(32, 64, 2), *[Block(64, 64, 1) for _ in range(4)])
        self.classifier = nn.Linear(64, CLASSES)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.classifier(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


def network():
    """Weights from `chirp`, with the sum of the name's bytes as the offset."""
    net = ResNet32().double()
    for name, parameter in net.named_parameters():
        wave = torch.tensor(chirp(parameter.numel(), sum(name.encode())), dtype=torch.float64)
        if parameter.dim() == 4:
            wave *= 2 / math.sqrt(parameter[0].numel())
        elif name == "classifier.weight":
            wave *= 0.2
        elif name.endswith("weight"):
            wave = 1 + 0.3 * wave
        else:
            wave *= 0.2
        parameter.data.copy_(wave.reshape(parameter.shape))
    return net


def pictures(size, offset):
    count = len(LABELS) * 3 * size * size
    return torch.tensor(chirp(count, offset), dtype=torch.float64).reshape(-1, 3, size, size)


def closest_to_a_kink(size, offset):
    """The smallest input of any ReLU, in magnitude: rounding must not carry one across zero."""
    smallest = [math.inf]
    relu = F.relu

    def watching(x):
        smallest[0] = min(smallest[0], x.detach().abs().min().item())
        return relu(x)

    F.relu = watching
    try:
        network()(pictures(size, offset))
    finally:
        F.relu = relu
    return smallest[0]


def one_step(size, offset):
    net = network()
    logits = net(pictures(size, offset))
    loss = F.cross_entropy(logits, torch.tensor(LABELS))
    loss.backward()
    return {
        "size": size, "offset": offset, "logits": logits.flatten().tolist(), "loss": loss.item(),
        "gradients": {name: projections(p.grad) for name, p in net.named_parameters()},
        "running": {
            name: projections(b) for name, b in net.named_buffers() if "running" in name
        },
    }


def trajectory(size, offset, dtype=torch.float64):
    net = network().to(dtype)
    x = pictures(size, offset).to(dtype)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.002, momentum=0.9, weight_decay=2e-4)
    losses = []
    for _ in range(20):
        loss = F.cross_entropy(net(x), torch.tensor(LABELS))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {
        "size": size, "offset": offset, "rate": 0.002, "losses": losses,
        "final": {name: projections(p) for name, p in net.named_parameters()},
    }


if __name__ == "__main__":
    # Of forty sets of pictures, the one that keeps furthest from the kinks of the ReLUs.
    offset = max(range(40), key=lambda offset: closest_to_a_kink(16, offset))
    fixtures = {
        "labels": LABELS, "classes": CLASSES, "small": one_step(16, offset),
        "full": one_step(32, 0), "trajectory": trajectory(16, offset),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")
