#!/usr/bin/env python3
"""Networks for small pictures that the tables use: writes small_network_fixtures.json beside this script.

    small_network_fixtures.py

Written here from Huang et al. (CVPR 2017, Table 2), Simonyan and Zisserman (ICLR 2015, configuration E, with batch norm
and one linear layer), He et al. (2016, Table 1, with a 3×3 stem) and the four times wider ResNet-32 of GLMC and SURE.
Made with PyTorch 2.13.0 on a CPU, in float64. No weights are stored: both sides compute weights and pictures from the
formulas of network_numbers.py, by these names, and compare logits and projections of gradients.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from network_numbers import chirp, fill, multiply_adds, numbers, projections

torch.set_default_dtype(torch.float64)
CLASSES, LABELS, OFFSET, SIZE = 10, [3, 7], 3.0, 32


class DenseLayer(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, 12, 3, padding=1, bias=False)

    def forward(self, x):
        return torch.cat([x, self.conv1(F.relu(self.bn1(x)))], 1)


class Transition(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv1 = nn.Conv2d(channels, channels, 1, bias=False)

    def forward(self, x):
        return F.avg_pool2d(self.conv1(F.relu(self.bn1(x))), 2)


class DenseNet40(nn.Module):
    def __init__(self, classes=CLASSES):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 24, 3, padding=1, bias=False)
        channels = 24
        for place in (1, 2, 3):
            setattr(self, f"dense{place}", nn.Sequential(*[DenseLayer(channels + 12 * i) for i in range(12)]))
            channels += 144
            if place < 3:
                setattr(self, f"trans{place}", Transition(channels))
        self.bn = nn.BatchNorm2d(channels)
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.trans1(self.dense1(self.conv1(x)))
        x = self.dense3(self.trans2(self.dense2(x)))
        return self.fc(F.relu(self.bn(x)).mean((2, 3)))


class VGG19(nn.Module):
    def __init__(self, classes=CLASSES):
        super().__init__()
        layers, channels = [], 3
        for width in [64, 64, 0, 128, 128, 0] + [256] * 4 + [0] + [512] * 4 + [0] + [512] * 4 + [0]:
            if width == 0:
                layers.append(nn.MaxPool2d(2))
            else:
                layers += [nn.Conv2d(channels, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU()]
                channels = width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(512, classes)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class Block(nn.Module):
    """Two 3×3 convolutions around a shortcut: projected by a convolution, or thinned and padded by zeros."""

    def __init__(self, inputs, outputs, stride, projects):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.added = stride, outputs - inputs
        if projects and (stride > 1 or inputs != outputs):
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if hasattr(self, "downsample"):
            x = self.downsample(x)
        elif self.stride > 1:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.added // 2, self.added // 2))
        return F.relu(x + y)


class ResNet(nn.Module):
    def __init__(self, stem, widths, blocks, projects, classes=CLASSES):
        super().__init__()
        self.conv1 = nn.Conv2d(3, stem, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(stem)
        channels = stem
        for place, (width, count) in enumerate(zip(widths, blocks)):
            rows = []
            for index in range(count):
                rows.append(Block(channels, width, 2 if place > 0 and index == 0 else 1, projects))
                channels = width
            setattr(self, f"layer{place + 1}", nn.Sequential(*rows))
        self.stages = len(widths)
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for place in range(self.stages):
            x = getattr(self, f"layer{place + 1}")(x)
        return self.fc(x.mean((2, 3)))


NETWORKS = {
    "densenet40": DenseNet40,
    "vgg19": VGG19,
    "resnet34-cifar": lambda classes=CLASSES: ResNet(64, [64, 128, 256, 512], [3, 4, 6, 3], True, classes),
    "resnet32-4x": lambda classes=CLASSES: ResNet(64, [64, 128, 256], [5, 5, 5], False, classes),
}


def step(name):
    net = fill(NETWORKS[name]()).eval()
    x = chirp(len(LABELS) * 3 * SIZE * SIZE, OFFSET).reshape(len(LABELS), 3, SIZE, SIZE)
    result = {
        "network": name,
        "state": {key: list(tensor.shape) for key, tensor in net.state_dict().items()},
        "parameters": {
            str(classes): sum(p.numel() for p in NETWORKS[name](classes).parameters()) for classes in (10, 100)},
        "multiplyAdds": multiply_adds(net, lambda: net(x[:1])),
    }
    with torch.no_grad():
        result["inference"] = numbers(net(x))
    net.train()
    logits = net(x)
    loss = F.cross_entropy(logits, torch.tensor(LABELS))
    loss.backward()
    result["training"] = {
        "logits": numbers(logits), "loss": loss.item(),
        "gradients": {key: projections(p.grad) for key, p in net.named_parameters()},
        "running": {},
    }
    return result


if __name__ == "__main__":
    fixtures = {
        "classes": CLASSES, "size": SIZE, "labels": LABELS, "offset": OFFSET, "steps": [step(name) for name in NETWORKS]}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures, separators=(",", ":")) + "\n")
