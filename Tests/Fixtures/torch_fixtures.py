#!/usr/bin/env python3
"""What PyTorch computes for small inputs: writes torch_fixtures.json beside this script.

Made with PyTorch 2.13.0 on a CPU. Run it again after changing it; the numbers follow from the seeds.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

torch.use_deterministic_algorithms(True)
torch.set_num_threads(1)


def array(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().double().flatten().tolist()}


def arrays(tensors):
    return {name: array(tensor) for name, tensor in tensors.items()}


class Net(nn.Module):
    """Convolution, batch norm, ReLU, pooling, linear: one of each that training touches."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(3)
        self.fc = nn.Linear(3, 4)

    def forward(self, x):
        return self.fc(F.relu(self.bn(self.conv(x))).mean((2, 3)))


def trajectory(dtype, optimizer_of, rate_of):
    """Twenty steps on one batch; the bias of `fc` never gets a gradient in the first three."""
    torch.manual_seed(3)
    net = Net().double()
    torch.manual_seed(4)
    x = torch.randn(5, 2, 4, 4, dtype=torch.float64)
    labels = torch.tensor([0, 1, 2, 3, 1])
    initial = {k: v.clone() for k, v in net.state_dict().items()}
    net, x = net.to(dtype), x.to(dtype)
    optimizer = optimizer_of(net)
    losses = []
    for step in range(20):
        net.fc.bias.requires_grad_(step >= 3)
        for group in optimizer.param_groups:
            group["lr"] = rate_of(step) * group.get("factor", 1.0)
        loss = F.cross_entropy(net(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {
        "x": array(x), "labels": labels.tolist(), "initial": arrays(initial), "losses": losses,
        "final": arrays(net.state_dict()),
    }


def sgd(momentum, nesterov):
    return lambda net: torch.optim.SGD(
        [{"params": [net.conv.weight, *net.bn.parameters()], "weight_decay": 0.01},
         {"params": net.fc.parameters(), "weight_decay": 0.0, "factor": 2.0}],
        lr=0.1, momentum=momentum, nesterov=nesterov)


def adamw(net):
    return torch.optim.AdamW(net.parameters(), lr=0.1, betas=(0.8, 0.95), eps=1e-8, weight_decay=0.05)


def convolution():
    torch.manual_seed(5)
    x = torch.randn(2, 4, 5, 5, dtype=torch.float64, requires_grad=True)
    weight = torch.randn(6, 2, 3, 3, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(6, dtype=torch.float64, requires_grad=True)
    y = F.conv2d(x, weight, bias, stride=2, padding=1, groups=2)
    upstream = torch.randn_like(y)
    (y * upstream).sum().backward()
    return arrays({
        "x": x, "weight": weight, "bias": bias, "y": y, "upstream": upstream,
        "x_gradient": x.grad, "weight_gradient": weight.grad, "bias_gradient": bias.grad})


def batch_norm():
    torch.manual_seed(6)
    norm = nn.BatchNorm2d(3).double()
    with torch.no_grad():
        norm.weight.copy_(torch.tensor([0.5, 1.5, -1.0]))
        norm.bias.copy_(torch.tensor([0.1, -0.2, 0.3]))
    x = torch.randn(4, 3, 3, 3, dtype=torch.float64) * 2 + 1
    x.requires_grad_()
    training = norm(x)
    upstream = torch.randn_like(training)
    (training * upstream).sum().backward()
    first = {k: v.clone() for k, v in norm.state_dict().items()}
    norm(x.detach() * 3)
    second = {k: v.clone() for k, v in norm.state_dict().items()}
    norm.eval()
    return arrays({
        "x": x, "upstream": upstream, "training": training, "x_gradient": x.grad,
        "weight_gradient": norm.weight.grad, "bias_gradient": norm.bias.grad,
        **{f"first.{k}": v for k, v in first.items()},
        **{f"second.{k}": v for k, v in second.items()}, "inference": norm(x)})


def interpolation():
    torch.manual_seed(7)
    x = torch.randn(1, 2, 5, 4, dtype=torch.float64)
    resized = lambda size, antialias: F.interpolate(
        x, size, mode="bilinear", align_corners=False, antialias=antialias)
    return arrays({
        "x": x, "larger": resized((7, 9), False), "smaller": resized((2, 3), False),
        "smaller_antialiased": resized((2, 3), True)})


def main():
    steps = lambda step: 0.1 if step < 10 else 0.01
    fixtures = {
        "sgd_float64": trajectory(torch.float64, sgd(0.9, False), steps),
        "sgd_float32": trajectory(torch.float32, sgd(0.9, False), steps),
        "sgd_nesterov": trajectory(torch.float64, sgd(0.9, True), steps),
        "sgd_plain": trajectory(torch.float64, sgd(0.0, False), steps),
        "adamw": trajectory(torch.float64, adamw, steps),
        "convolution": convolution(),
        "batch_norm": batch_norm(),
        "interpolation": interpolation(),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")


if __name__ == "__main__":
    main()
