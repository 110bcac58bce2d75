#!/usr/bin/env python3
"""Two steps of BALMS with the meta sampler: writes meta_sampling_fixtures.json beside this script.

Written out with PyTorch's own operations from what the authors' code does (Ren et al., NeurIPS 2020,
github.com/jiawei-ren/BalancedMetaSoftmax-Classification at 34a61e4: data/MetaSampler.py, run_networks.py): a matrix of
straight-through Gumbel-softmax rows over all samples, a virtual step of SGD with momentum and weight decay, and Adam.
The noise is that of this package's counter-based generator (Philox4x32-10), so that the draws are the same. Made with
PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import array, arrays

torch.set_num_threads(1)
LOW, WORD = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
COUNTS, WIDTH, BATCH = [7, 4, 2], 3, 5
LABELS = [c for c, n in enumerate(COUNTS) for _ in range(n)]
RATE, MOMENTUM, DECAY, META_RATE, POWER = 0.3, 0.9, 0.01, 0.05, 0.3
OBJECTIVE = 10  # RandomPurpose.objective


def mixed(value):
    z = (value + 0x9E3779B97F4A7C15) & WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def block(counter, key):
    x, k = list(counter), list(key)
    for _ in range(10):
        a, b = x[0] * 0xD2511F53, x[2] * 0xCD9E8D57
        x = [(b >> 32) ^ x[1] ^ k[0], b & LOW, (a >> 32) ^ x[3] ^ k[1], a & LOW]
        k = [(k[0] + 0x9E3779B9) & LOW, (k[1] + 0xBB67AE85) & LOW]
    return x


def uniforms(count, seed, *stream):
    folded = 0
    for part in stream:
        folded = mixed(mixed(folded) ^ part)
    values = []
    for number in range((count + 1) // 2):
        x = block((number & LOW, number >> 32, folded & LOW, folded >> 32), (seed & LOW, seed >> 32))
        values += [(x[1] << 32 | x[0]) >> 11, (x[3] << 32 | x[2]) >> 11]
    return torch.tensor([v * 2.0 ** -53 for v in values[:count]], dtype=torch.float64)


def main():
    torch.manual_seed(41)
    samples = torch.randn(len(LABELS), WIDTH, dtype=torch.float64)
    labels = torch.tensor(LABELS)
    weight = torch.randn(3, WIDTH, dtype=torch.float64).requires_grad_()
    bias = torch.randn(3, dtype=torch.float64).requires_grad_()
    balanced, balanced_labels = torch.randn(6, WIDTH, dtype=torch.float64), torch.tensor([0, 1, 2] * 2)
    prior = torch.tensor(COUNTS, dtype=torch.float64).log()
    rates = torch.tensor(COUNTS, dtype=torch.float64).pow(-POWER)
    rates = rates / (rates.min() + rates.max())
    v = (rates.log() - (1 - rates).log()).requires_grad_()
    result = {
        "counts": COUNTS, "labels": LABELS, "batch": BATCH, "rate": RATE, "momentum": MOMENTUM, "decay": DECAY,
        "meta_rate": META_RATE, "power": POWER, "balanced_labels": balanced_labels.tolist(),
        "arrays": arrays({
            "samples": samples, "weight": weight, "bias": bias, "balanced": balanced, "scores": v}),
        "steps": []}
    optimizer = torch.optim.SGD([weight, bias], lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
    adam = torch.optim.Adam([v], lr=META_RATE)
    velocity = [torch.zeros_like(weight), torch.zeros_like(bias)]
    for step in range(2):
        noise = -(-uniforms(BATCH * len(LABELS), 0, OBJECTIVE, 1, step).log()).log()
        scores = torch.log(torch.sigmoid(v))[labels].expand(BATCH, -1) + noise.view(BATCH, -1)
        soft = scores.softmax(1)
        places = soft.argmax(1)
        hard = F.one_hot(places, len(LABELS)).double()
        through = hard - soft.detach() + soft
        x, y = samples[places], labels[places]
        losses = F.cross_entropy(x @ weight.T + bias + prior, y, reduction="none")
        virtual_loss = (losses.unsqueeze(1) * through.detach() * through).sum(1).mean()
        slopes = torch.autograd.grad(virtual_loss, [weight, bias], create_graph=True)
        ahead = [
            p.detach() - RATE * (MOMENTUM * old + slope + DECAY * p.detach())
            for p, old, slope in zip([weight, bias], velocity, slopes)]
        meta = F.cross_entropy(balanced @ ahead[0].T + ahead[1], balanced_labels)
        v.grad, = torch.autograd.grad(meta, [v])
        slope = v.grad.clone()
        adam.step()
        optimizer.zero_grad()
        loss = F.cross_entropy(x @ weight.T + bias + prior, y)
        loss.backward()
        optimizer.step()
        velocity = [optimizer.state[p]["momentum_buffer"].clone() for p in (weight, bias)]
        result["steps"].append({
            "places": places.tolist(), "meta": meta.item(), "loss": loss.item(),
            "slope": array(slope), "scores": array(v), "weight": array(weight), "bias": array(bias)})
    Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
