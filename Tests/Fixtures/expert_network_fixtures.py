#!/usr/bin/env python3
"""The networks of BalPoE, RIDE, SHIKE and BBN, run as their authors wrote them: writes
expert_network_fixtures.json beside this script.

    expert_network_fixtures.py --balpoe DIR --ride DIR --shike DIR --bbn DIR

with checkouts of
    emasa/BalPoE-CalibratedLT               ca607ae
    frank-xwang/RIDE-LongTailRecognition    ab8be5c
    jinyan-06/SHIKE                         2b04b62
    Megvii-Nanjing/BBN                      7992e90

Made with PyTorch 2.13.0 on a CPU, in float64. No weights are stored: both sides compute weights and
pictures from the formulas below and in network_numbers.py, by the authors' names, and compare logits and projections of gradients.
"""
import argparse
import contextlib
import importlib.util
import json
import sys
import types
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from network_numbers import chirp, fill, multiply_adds, numbers, projections

CLASSES = 10
SIZE = 16
LABELS = [3, 0, 7, 3, 9, 1]


def pictures(count, offset):
    return chirp(count * 3 * SIZE * SIZE, offset).reshape(count, 3, SIZE, SIZE)


def described(net):
    return {
        "state": {name: list(tensor.shape) for name, tensor in net.state_dict().items()},
        "parameters": sum(p.numel() for p in net.parameters()),
    }


def trained(net, logits):
    """Loss and gradients when each of `logits` gets cross-entropy and they are averaged."""
    labels = torch.tensor(LABELS)
    loss = sum(F.cross_entropy(z, labels) for z in logits) / len(logits)
    loss.backward()
    return {
        "logits": numbers(torch.stack(logits, 1)), "loss": loss.item(),
        "gradients": {
            name: projections(p.grad) for name, p in net.named_parameters() if p.grad is not None
        },
        "running": {
            name: projections(b) for name, b in net.named_buffers()
            if name.endswith("running_mean") and ("0.conv" in name or "0.bn1" in name)
        },
    }


def experts_fixture(net, logits_of, trains):
    """`logits_of(net, pictures)` is a list of [batch, classes], one for each expert."""
    net = fill(net).eval()
    result = described(net)
    x = pictures(len(LABELS), 3.0)
    with torch.no_grad():
        result["inference"] = numbers(torch.stack(logits_of(net, x), 1))
    result["multiplyAdds"] = multiply_adds(net, lambda: logits_of(net, x[:1]))
    if trains:
        result["training"] = trained(net, logits_of(net.train(), x))
    return result


def balpoe(module, experts, shares):
    net = module.ResNet_s(
        module.BasicBlock, [5, 5, 5], experts, num_classes=CLASSES, use_norm=True,
        share_layer2=shares)
    return experts_fixture(net, lambda net, x: list(net(x)["logits"].unbind(1)), not shares)


def shike(module, experts):
    def build():
        return module.resnet32(num_classes=CLASSES, use_norm=True, num_exps=experts)

    result = experts_fixture(build(), lambda net, x: net(x), experts == 3)
    net = fill(build()).eval()
    with torch.no_grad():
        result["second"] = numbers(torch.stack(net(pictures(len(LABELS), 3.0), crt=True), 1))
    return result


def shike_counts(module):
    return {
        str(m): sum(p.numel() for p in module.resnet32(100, True, m).parameters())
        for m in range(1, 5)
    }


def ride(module, experts, top):
    """The network with a router: what each expert says, what the router decides, where samples stop."""
    net = fill(module.ResNet_s(
        module.BasicBlock, [5, 5, 5], experts, num_classes=CLASSES, use_norm=True,
        reduce_dimension=True, top_choices_num=top)).eval()
    result = described(net)
    count = 12
    seen = {"logits": [], "decisions": []}
    separate, predict = net._separate_part, net.pred_expert_help

    def watched_separate(x, index):
        seen["logits"].append(separate(x, index))
        return seen["logits"][-1]

    def watched_predict(part, index):
        seen["decisions"].append(predict(part, index).view(-1))
        return seen["decisions"][-1]

    def routed():
        with torch.no_grad(), contextlib.redirect_stdout(None):
            logits, used = net(x)
        return logits, used.flatten().tolist()

    # With the formula's biases all samples stop: of a grid, those that divide them best.
    x = pictures(count, 5.0)
    parts = []
    net.pred_expert_help = lambda part, index: parts.append(part) or predict(part, index)
    net(x, target=torch.zeros(count, dtype=torch.long))
    net.pred_expert_help = predict

    def balance(biases):
        net.expert_help_pred_fc.bias.data.fill_(biases[0])
        net.expert_help_pred_hidden_fcs[0].bias.data.fill_(biases[1])
        goes = [predict(part, i).view(-1) > 0 for i, part in enumerate(parts)]
        both = (goes[0] & goes[1]).sum().item()
        return min(both, goes[0].sum().item() - both, count - goes[0].sum().item())

    grid = [(b / 200, h / 50) for b in range(120, 160) for h in range(0, 200)]
    biases = max(grid, key=balance)
    balance(biases)
    logits, used = routed()
    assert set(used) == set(range(1, experts + 1)), used
    net._separate_part, net.pred_expert_help = watched_separate, watched_predict
    net(x, target=torch.zeros(count, dtype=torch.long))
    decisions = torch.stack(seen["decisions"], 1)
    assert decisions.abs().min() > 1e-4, decisions
    decisions.mean().backward()
    result.update({
        "count": count, "offset": 5.0, "biases": list(biases), "inference": numbers(torch.stack(seen["logits"], 1)),
        "decisions": numbers(decisions), "routed": numbers(logits), "used": used,
        "gradients": {
            name: projections(p.grad) for name, p in net.named_parameters() if p.grad is not None
        },
        "multiplyAdds": multiply_adds(
            net, lambda: net(pictures(1, 0.0), target=torch.zeros(1, dtype=torch.long))),
    })
    return result


class BilateralNetwork(nn.Module):
    """The authors' Network (lib/net/network.py) without its configuration: same names, same steps."""

    def __init__(self, module):
        super().__init__()
        self.backbone = module.BBN_ResNet_Cifar(module.BasicBlock, [5, 5, 5])
        self.classifier = nn.Linear(128, CLASSES, bias=True)

    def features(self, x, **branch):
        return self.backbone(x, **branch).mean((2, 3))

    def forward(self, x):
        return self.classifier(self.features(x))


def bbn(module):
    net = fill(BilateralNetwork(module)).eval()
    result = described(net)
    x, reversed_x = pictures(len(LABELS), 3.0), pictures(len(LABELS), 8.0)
    with torch.no_grad():
        result["inference"] = numbers(net(x))
    result["multiplyAdds"] = multiply_adds(net, lambda: net(x[:1]))
    net.train()
    share = 0.7
    own = net.features(x, feature_cb=True)
    other = net.features(reversed_x, feature_rb=True)
    logits = net.classifier(2 * torch.cat((share * own, (1 - share) * other), dim=1))
    result["share"] = share
    result["training"] = trained(net, [logits])
    return result


def module_at(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ["balpoe", "ride", "shike", "bbn"]:
        parser.add_argument("--" + name, type=Path, required=True)
    folders = parser.parse_args()
    # SHIKE's module imports a drawing function that it does not use.
    sys.modules["turtle"] = types.SimpleNamespace(forward=None)
    resnets = Path("model/ldam_drw_resnets")
    balpoe_module = module_at(folders.balpoe / resnets / "expert_resnet_cifar.py", "balpoe")
    ride_module = module_at(folders.ride / resnets / "ea_resnet_cifar.py", "ride")
    shike_module = module_at(folders.shike / "networks.py", "shike")
    bbn_module = module_at(folders.bbn / "lib/backbone/resnet_cifar.py", "bbn")
    fixtures = {
        "classes": CLASSES, "size": SIZE, "labels": LABELS, "offset": 3.0, "reversedOffset": 8.0,
        "balpoe": balpoe(balpoe_module, 3, False),
        "balpoeShared": balpoe(balpoe_module, 2, True),
        "shike": shike(shike_module, 3), "shikeFour": shike(shike_module, 4),
        "shikeParameters": shike_counts(shike_module),
        "ride": ride(ride_module, 3, 4), "bbn": bbn(bbn_module),
    }
    text = json.dumps(fixtures, separators=(",", ":"))
    Path(__file__).with_suffix(".json").write_text(text + "\n")
