"""Losses and routing of RIDE from its authors' code, for expert_fixtures.py."""
from pathlib import Path

import numpy as np
import torch

from expert_inputs import BATCH, CLASSES, COUNTS, LABELS, expert_logits, load, tensor, with_gradient


def ride(folder):
    module = load("ride_loss", Path(folder) / "model" / "loss.py")
    labels = torch.tensor(LABELS)
    settings = dict(
        cls_num_list=COUNTS, additional_diversity_factor=-0.45, reweight_epoch=160,
        reweight_factor=0.05)

    def criterion(kind, epoch, **more):
        loss = kind(**settings, **more)
        inner = getattr(loss, "ride_loss", loss)
        for name in ["m_list", "per_cls_weights_enabled", "per_cls_weights_enabled_diversity"]:
            setattr(inner, name, exact(name))
        loss._hook_before_epoch(epoch)
        return loss

    def official(epoch):
        loss = criterion(module.RIDELoss, epoch)
        return lambda z: loss(z.mean(1), labels, extra_info={"logits": z.transpose(0, 1)})

    def distilled(epoch, teacher):
        loss = criterion(
            module.RIDELossWithDistill, epoch, distill_temperature=1.5)
        return lambda z: loss(
            z.mean(1), labels, teacher, extra_info={"logits": z.transpose(0, 1)})

    cases = []
    for experts in [2, 3]:
        logits, teacher = expert_logits(experts), tensor([BATCH, CLASSES], 17, 3)
        cases.append({
            "experts": experts,
            "early": with_gradient(logits, official(160)),
            "late": with_gradient(logits, official(161)),
            "published": with_gradient(logits, published_diversity),
            "distilled": with_gradient(logits, distilled(161, teacher)),
        })
    return {
        "margins": exact("m_list").tolist(),
        "weights": exact("per_cls_weights_enabled").tolist(),
        "temperatures": exact("per_cls_weights_enabled_diversity").tolist(),
        "cases": cases, "routing": routing(folder),
    }


def exact(name):
    """The authors' constants, which their code rounds to single precision."""
    counts = np.array(COUNTS, dtype=np.float64)
    if name == "m_list":
        roots = 1 / np.sqrt(np.sqrt(counts))
        values = roots * (0.5 / roots.max())
    elif name == "per_cls_weights_enabled":
        weights = (1 - 0.9999) / (1 - np.power(0.9999, counts))
        values = weights / weights.sum() * len(counts)
    else:
        shares = len(counts) * counts / counts.sum() * 0.05 + 1 - 0.05
        values = shares / shares.max()
    return torch.tensor(values)


def published_diversity(logits):
    """−λ / (M − 1) Σ_i Σ_{j≠i} KL(p^i ‖ p^j) with T = β + 1 − max β, batch mean (Wang et al., 2021)."""
    counts = torch.tensor(COUNTS, dtype=torch.float64)
    beta = 0.05 * counts / counts.mean() + 1 - 0.05
    p = (logits / (beta + 1 - beta.max())).softmax(2)
    experts = p.shape[1]
    total = sum(
        (p[:, i] * (p[:, i].log() - p[:, j].log())).sum(1).mean()
        for i in range(experts) for j in range(experts) if i != j)
    return -0.45 / (experts - 1) * total


def routing(folder):
    """The authors' router with given logits of experts and router."""
    module = load(
        "ride_router", Path(folder) / "model" / "ldam_drw_resnets" / "ea_resnet_cifar.py")
    experts = 4
    logits = expert_logits(experts)
    labels = torch.tensor(LABELS)

    class Given(module.ResNet_s):
        def _separate_part(self, x, ind):
            self.feat = None
            return logits[:, ind]

        def pred_expert_help(self, input_part, i):
            return self.given[:, i]

    network = Given(
        module.BasicBlock, [1, 1, 1], experts, num_classes=CLASSES, pos_weight=100).double()

    def loss(router):
        network.given = router
        # The authors keep decisions in single precision.
        zeros = torch.Tensor.new_zeros
        torch.Tensor.new_zeros = lambda self, size, dtype=None: zeros(
            self, size, dtype=torch.float64 if dtype == torch.float else dtype)
        try:
            return network(torch.zeros(BATCH, 3, 8, 8, dtype=torch.float64), target=labels)[1].sum()
        finally:
            torch.Tensor.new_zeros = zeros

    return with_gradient(tensor([BATCH, experts - 1], 23, 2), loss)
