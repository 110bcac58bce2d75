#!/usr/bin/env python3
"""What PyTorch computes for experts against drawn class priors: writes dirichlet_mixture_fixtures.json beside this
script.

The loss of scongl/DirMixE 2b67827, written out with PyTorch's own operations, for draws that are given: the mean over
draws of each sample, the semi-variance, and the gradient of the mean of both. Made with PyTorch 2.13.0 on a CPU, in
float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import arrays

torch.set_num_threads(1)
COUNTS = [500, 60, 8, 3]
LABELS = [0, 3, 1, 2, 0, 1, 3]
Y = torch.tensor(LABELS)


def main():
    prior = torch.tensor(COUNTS, dtype=torch.float64)
    prior = prior / prior.sum()
    torch.manual_seed(151)
    z = (2 * torch.randn(7, 3, 4, dtype=torch.float64)).requires_grad_()
    experts = [0, 2, 1, 1, 2]
    shares = torch.distributions.Dirichlet(torch.ones(4, dtype=torch.float64) * 2).sample((5,))
    losses = []
    for k, w in zip(experts, shares):
        adjusted = z[:, k] - torch.log(w ** 1.3 / prior ** 1.3 + 1e-9)
        losses.append(F.cross_entropy(adjusted, Y, reduction="none"))
    losses = torch.stack(losses)
    means = losses.mean(1)
    above = means[means > means.mean()]
    variance = ((above - means.mean()) ** 2).sum() / max(len(above) - 1, 1)
    (means.mean() + 5 * variance).backward()
    Path(__file__).with_suffix(".json").write_text(json.dumps({
        "counts": COUNTS, "labels": LABELS, "experts": experts, "shares": shares.tolist(),
        "arrays": arrays({
            "logits": z, "values": losses.mean(0), "semi_variance": variance.reshape(1),
            "logits_gradient": z.grad})}) + "\n")


if __name__ == "__main__":
    main()
