#!/usr/bin/env python3
"""Where optimizers lead that treat classes differently: writes class_sharpness_fixtures.json beside this script.

ImbSAM (Zhou et al., ICCV 2023, github.com/cool-xuan/Imbalanced_SAM at c65f41e), Focal-SAM (Li et al., ICML 2025,
github.com/scongl/Focal-SAM at 86c13c6) and GNM (Li et al., NeurIPS 2024, github.com/Keke921/GNM-PT at beabf46), each
written out from what its authors' code does around PyTorch's SGD: eight steps of a small net. Only its parameters are
compared: how often batch norm sees a batch is up to the trainer. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import Net, array, arrays

torch.set_num_threads(1)
COUNTS = [100, 30, 15, 4]
N = torch.tensor(COUNTS, dtype=torch.float64)


def setting():
    torch.manual_seed(3)
    net = Net().double()
    torch.manual_seed(4)
    x = torch.randn(5, 2, 4, 4, dtype=torch.float64)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=0.01)
    return net, x, torch.tensor([0, 1, 2, 3, 1]), optimizer


def climb(net, radius, adaptive):
    """To the worst point nearby; gives the values before."""
    with torch.no_grad():
        parameters = list(net.parameters())
        sizes = [((p.abs() if adaptive else 1.0) * p.grad).norm() for p in parameters]
        scale = radius / (torch.stack(sizes).norm() + 1e-12)
        kept = [p.clone() for p in parameters]
        for p in parameters:
            p.add_((p * p if adaptive else 1.0) * p.grad * scale)
    return kept


def class_wise(flat_loss, sharp_loss, radius, adaptive=False):
    """Losses of samples, and their classes, to the part at the weights and to the part beside them."""
    net, x, y, optimizer = setting()
    initial = {k: v.clone() for k, v in net.state_dict().items()}
    losses = []
    for _ in range(8):
        optimizer.zero_grad()
        values = F.cross_entropy(net(x), y, reduction="none")
        losses.append(values.mean().item())
        flat_loss(values, y).backward(retain_graph=True)
        flat = [p.grad.clone() for p in net.parameters()]
        optimizer.zero_grad()
        sharp_loss(values, y).backward()
        kept = climb(net, radius, adaptive)
        optimizer.zero_grad()
        sharp_loss(F.cross_entropy(net(x), y, reduction="none"), y).backward()
        with torch.no_grad():
            for p, value, gradient in zip(net.parameters(), kept, flat):
                p.copy_(value)
                p.grad.add_(gradient)
        optimizer.step()
    return {
        "x": array(x), "labels": y.tolist(), "initial": arrays(initial), "losses": losses,
        "final": arrays(dict(net.named_parameters()))}


def imbalanced():
    """Classes with fewer than 20 samples are rare, and count twice, as in the code."""
    rare = lambda y: N[y] < 20
    return class_wise(
        lambda values, y: values[~rare(y)].sum() / len(y),
        lambda values, y: values[rare(y)].sum() / len(y) * 2, 0.3)


def focal(adaptive):
    c = (1 - N / N.sum()) ** 3.2 * 0.8
    return class_wise(
        lambda values, y: ((1 - c[y]) * values).sum() / len(y),
        lambda values, y: (c[y] * values).sum() / len(y), 0.3, adaptive)


def neighborhood():
    """The gradient at weights to which a noise is added that is written out in the test as well."""
    net, x, y, optimizer = setting()
    initial = {k: v.clone() for k, v in net.state_dict().items()}
    losses = []
    for step in range(8):
        optimizer.zero_grad()
        kept = [p.detach().clone() for p in net.parameters()]
        with torch.no_grad():
            for index, p in enumerate(net.parameters()):
                places = torch.arange(p.numel(), dtype=torch.float64)
                p.add_((0.05 * torch.sin(0.7 * places + index + 2 * step)).reshape(p.shape))
        loss = F.cross_entropy(net(x), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p, value in zip(net.parameters(), kept):
                p.copy_(value)
        optimizer.step()
    return {
        "x": array(x), "labels": y.tolist(), "initial": arrays(initial), "losses": losses,
        "final": arrays(dict(net.named_parameters()))}


def main():
    fixtures = {
        "counts": COUNTS, "imbalanced": imbalanced(), "focal": focal(False),
        "adaptive_focal": focal(True), "neighborhood": neighborhood()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")


if __name__ == "__main__":
    main()
