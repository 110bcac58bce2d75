#!/usr/bin/env python3
"""MobileNetV2 and ConvNeXt: writes mobile_network_fixtures.json beside this script.

    mobile_network_fixtures.py

Written here from Sandler et al. (CVPR 2018, Table 2) and Liu et al. (CVPR 2022), with the parameter names and the layout of
torchvision 0.28; timm's names for the same tensors, in the same order, are built beside them. Made with PyTorch 2.13.0 on a
CPU, in float64. No weights are stored: both sides compute weights and pictures from the formulas of
network_numbers.py, by torchvision's names. ConvNeXt is a narrow one; parameters are counted of the published sizes.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from network_numbers import chirp, fill, numbers, projections

torch.set_default_dtype(torch.float64)
CLASSES, OFFSET, SIZE, COUNT = 10, 3.0, 64, 2
MOBILE = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


def unit(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs), nn.ReLU6())


class Inverted(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        inner = inputs * expansion
        rows = [unit(inputs, inner, 1)] if expansion > 1 else []
        rows += [unit(inner, inner, 3, stride, inner), nn.Conv2d(inner, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.conv = nn.Sequential(*rows)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


class MobileNetV2(nn.Module):
    def __init__(self, classes=CLASSES):
        super().__init__()
        rows, channels = [unit(3, 32, 3, 2)], 32
        for expansion, outputs, count, stride in MOBILE:
            for index in range(count):
                rows.append(Inverted(channels, outputs, stride if index == 0 else 1, expansion))
                channels = outputs
        rows.append(unit(channels, 1280, 1))
        self.features = nn.Sequential(*rows)
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, classes))

    def embed(self, x):
        return self.features(x).mean((2, 3))

    def forward(self, x):
        return self.classifier(self.embed(x))


def mobile_timm():
    """timm's names in torchvision's order."""
    norm = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]
    names = ["conv_stem.weight"] + [f"bn1.{end}" for end in norm]
    for stage, (expansion, _, count, _) in enumerate(MOBILE):
        for index in range(count):
            convolutions = ["conv_dw", "conv_pw"] if expansion == 1 else ["conv_pw", "conv_dw", "conv_pwl"]
            for place, convolution in enumerate(convolutions):
                names.append(f"blocks.{stage}.{index}.{convolution}.weight")
                names += [f"blocks.{stage}.{index}.bn{place + 1}.{end}" for end in norm]
    return names + ["conv_head.weight"] + [f"bn2.{end}" for end in norm] + ["classifier.weight", "classifier.bias"]


class ChannelNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Permute(nn.Module):
    def __init__(self, *axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        return x.permute(*self.axes)


class ConvNeXtBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layer_scale = nn.Parameter(torch.ones(width, 1, 1))
        self.block = nn.Sequential(
            nn.Conv2d(width, width, 7, padding=3, groups=width), Permute(0, 2, 3, 1), nn.LayerNorm(width, eps=1e-6),
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width), Permute(0, 3, 1, 2))

    def forward(self, x):
        return x + self.layer_scale * self.block(x)


class ConvNeXt(nn.Module):
    def __init__(self, depths, widths, classes=CLASSES):
        super().__init__()
        rows = []
        for place, (depth, width) in enumerate(zip(depths, widths)):
            rows.append(
                nn.Sequential(nn.Conv2d(3, width, 4, 4), ChannelNorm(width, eps=1e-6)) if place == 0 else
                nn.Sequential(ChannelNorm(widths[place - 1], eps=1e-6), nn.Conv2d(widths[place - 1], width, 2, 2)))
            rows.append(nn.Sequential(*[ConvNeXtBlock(width) for _ in range(depth)]))
        self.features = nn.Sequential(*rows)
        self.classifier = nn.Sequential(nn.LayerNorm(widths[-1], eps=1e-6), nn.Flatten(1), nn.Linear(widths[-1], classes))

    def embed(self, x):
        return self.classifier[0](self.features(x).mean((2, 3)))

    def forward(self, x):
        return self.classifier[2](self.embed(x))


def convnext_timm(depths):
    both = lambda name: [f"{name}.weight", f"{name}.bias"]
    names = both("stem.0") + both("stem.1")
    for stage, depth in enumerate(depths):
        if stage > 0:
            names += both(f"stages.{stage}.downsample.0") + both(f"stages.{stage}.downsample.1")
        for index in range(depth):
            block = f"stages.{stage}.blocks.{index}"
            names.append(f"{block}.gamma")
            for layer in ("conv_dw", "norm", "mlp.fc1", "mlp.fc2"):
                names += both(f"{block}.{layer}")
    return names + both("head.norm") + both("head.fc")


NARROW = ([1, 2, 3, 1], [8, 12, 16, 24])
NETWORKS = {
    "mobilenet-v2": (lambda: MobileNetV2(), mobile_timm(), lambda: MobileNetV2(1000)),
    "convnext": (lambda: ConvNeXt(*NARROW), convnext_timm(NARROW[0]),
                 lambda: ConvNeXt([3, 3, 9, 3], [96, 192, 384, 768], 1000)),
}


def step(name):
    make, timm, published = NETWORKS[name]
    net = fill(make()).eval()
    state = net.state_dict()
    assert len(state) == len(timm), (name, len(state), len(timm))
    x = chirp(COUNT * 3 * SIZE * SIZE, OFFSET).reshape(COUNT, 3, SIZE, SIZE)
    features = net.embed(x)
    features.square().sum().backward()
    return {
        "network": name,
        "names": [[own, other] for own, other in zip(state, timm)],
        "state": {key: list(tensor.shape) for key, tensor in state.items()},
        "parameters": sum(p.numel() for p in published().parameters()),
        "features": numbers(features),
        # Of the sum of squared features.
        "gradients": {key: projections(p.grad) for key, p in net.named_parameters() if p.grad is not None},
    }


if __name__ == "__main__":
    fixtures = {
        "classes": CLASSES, "size": SIZE, "count": COUNT, "offset": OFFSET, "steps": [step(name) for name in NETWORKS]}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures, separators=(",", ":")) + "\n")
