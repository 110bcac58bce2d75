#!/usr/bin/env python3
"""What PyTorch makes of contrasted instances: writes instance_contrast_fixtures.json beside this script.

Three steps of gradient descent on a projection head, with the loss of Bazinga699/NCL f64fddb (lib/core/combiner.py,
multi_network_default_CON) and a queue of eight keys that begins empty. The network passes vectors on. The keys' head
stays as it begins, as in that code, or follows by MoCo's rule. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
NAMES = ["0.weight", "0.bias", "2.weight", "2.bias"]


def apply(p, x):
    return F.normalize(F.linear(F.relu(F.linear(x, p[0], p[1])), p[2], p[3]), dim=1)


def case(moves_heads):
    torch.manual_seed(141)
    head = [
        torch.randn(6, 6) / 2, 0.3 * torch.randn(6), torch.randn(4, 6) / 2, 0.3 * torch.randn(4)]
    head = [p.double().requires_grad_() for p in head]
    slow = [p.detach().clone() for p in head]
    initial = arrays(dict(zip(NAMES, slow)))
    queue, steps = torch.zeros(0, 4, dtype=torch.float64), []
    for _ in range(3):
        x = (2 * torch.randn(3, 6, dtype=torch.float64)).requires_grad_()
        x_key = 2 * torch.randn(3, 6, dtype=torch.float64)
        if moves_heads:
            slow = [0.9 * s + 0.1 * p.detach() for s, p in zip(slow, head)]
        q, k = apply(head, x), apply(slow, x_key)
        logits = torch.cat([(q * k).sum(1, keepdim=True), q @ queue.T], dim=1) / 0.2
        target = torch.zeros(3, dtype=torch.long)
        values = 0.7 * F.cross_entropy(logits, target, reduction="none")
        gradients = torch.autograd.grad(values.mean(), head + [x])
        steps.append({"arrays": arrays({
            "query": x, "key": x_key, "values": values, "query_gradient": gradients[-1]})})
        with torch.no_grad():
            for p, gradient in zip(head, gradients):
                p -= 0.1 * gradient
        queue = torch.cat([queue, k])[-8:]
    return {
        "moves_heads": moves_heads, "head": initial, "steps": steps,
        "final": arrays(dict(zip(NAMES, head))), "queue": array(queue)}


def main():
    Path(__file__).with_suffix(".json").write_text(
        json.dumps([case(False), case(True)]) + "\n")


if __name__ == "__main__":
    main()
