#!/usr/bin/env python3
"""What PyTorch computes for the parts of OLTR: writes memory_fixtures.json beside this script.

Modulated attention, the classifier of enriched features and the loss of centroids, each written out from what the
authors' code does (Liu et al., CVPR 2019, github.com/zhmiao/OpenLongTailRecognition-OLTR at f50e375:
layers/ModulatedAttLayer.py, models/MetaEmbeddingClassifier.py, models/CosNormClassifier.py, loss/DiscCentroidsLoss.py)
with PyTorch's own operations: values, and gradients of their mean. Made with PyTorch 2.13.0 on a CPU, in float64.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from torch_fixtures import arrays

torch.set_num_threads(1)
DRAWS = torch.Generator().manual_seed(51)


def draw(*shape, scale=1.0):
    return (scale * torch.randn(*shape, dtype=torch.float64, generator=DRAWS)).requires_grad_()


def gradients(tensors):
    return {name + "_gradient": tensor.grad for name, tensor in tensors.items()}


def attention():
    batch, channels, height, width = 3, 4, 3, 2
    places = height * width
    x = draw(batch, channels, height, width)
    weights = {
        "g.weight": draw(2, channels, 1, 1), "g.bias": draw(2), "theta.weight": draw(2, channels, 1, 1),
        "theta.bias": draw(2), "phi.weight": draw(2, channels, 1, 1), "phi.bias": draw(2),
        "conv_mask.weight": draw(channels, 2, 1, 1), "fc_spatial.weight": draw(places, places * channels),
        "fc_spatial.bias": draw(places)}

    def projected(name):
        return F.conv2d(x, weights[name + ".weight"], weights[name + ".bias"]).flatten(2)

    similar = projected("theta").transpose(1, 2) @ projected("phi")
    attended = (similar.softmax(-1) @ projected("g").transpose(1, 2)).transpose(1, 2)
    mask = F.conv2d(attended.reshape(batch, 2, height, width), weights["conv_mask.weight"])
    spatial = F.linear(x.flatten(1), weights["fc_spatial.weight"], weights["fc_spatial.bias"]).softmax(1)
    values = x + mask * spatial.view(batch, 1, height, width)
    (values * torch.arange(values.numel(), dtype=torch.float64).reshape(values.shape).cos()).mean().backward()
    named = {"x": x, **weights}
    return arrays({**named, "values": values, **gradients(named)})


def classifier():
    batch, classes, width = 5, 4, 3
    labels = [0, 3, 1, 1, 2]
    x, centroids = draw(batch, width, scale=2), draw(classes, width)
    weights = {
        "weight": draw(classes, width), "bias": draw(classes), "selector.weight": draw(width, width),
        "selector.bias": draw(width), "cosine.weight": draw(classes, width)}
    memory = centroids.detach()
    distances = torch.norm(x.unsqueeze(1) - memory.unsqueeze(0), 2, 2)
    reach = 10.0 / distances.sort(1)[0][:, :1]
    feature = F.linear(x, weights["weight"], weights["bias"]).softmax(1) @ memory
    gate = F.linear(x, weights["selector.weight"], weights["selector.bias"]).tanh()
    embedding = reach * (x + gate * feature)
    norm = embedding.norm(2, 1, keepdim=True)
    directions = weights["cosine.weight"] / weights["cosine.weight"].norm(2, 1, keepdim=True)
    logits = 16 * (norm / (1 + norm) * embedding / norm) @ directions.T
    F.cross_entropy(logits, torch.tensor(labels)).backward()
    named = {"x": x, **weights}
    return {"labels": labels, "arrays": arrays({
        **named, "centroids": centroids, "logits": logits, **gradients(named)})}


class Attraction(torch.autograd.Function):
    """The attracting part, whose gradient by a centroid is divided by one more than its samples."""

    @staticmethod
    def forward(ctx, feature, label, centroids):
        ctx.save_for_backward(feature, label, centroids)
        return (feature - centroids[label]).pow(2).sum() / 2.0 / len(label)

    @staticmethod
    def backward(ctx, grad):
        feature, label, centroids = ctx.saved_tensors
        difference = centroids[label] - feature
        counts = 1 + torch.bincount(label, minlength=len(centroids)).double()
        moved = torch.zeros_like(centroids).index_add_(0, label, difference) / counts.view(-1, 1)
        return -grad * difference / len(label), None, grad * moved / len(label)


def centroids():
    cases = []
    for margin in (10.0, 0.5):
        features, memory = draw(6, 3), draw(4, 3)
        labels = torch.tensor([0, 3, 1, 1, 0, 0])
        distances = torch.cdist(features, memory).pow(2)
        others = distances.masked_fill(F.one_hot(labels, 4).bool(), 0)
        repelling = torch.clamp(margin - others.sum() / others.numel(), 0.0, 1e6)
        loss = 0.01 * (Attraction.apply(features, labels, memory) + 0.01 * repelling)
        loss.backward()
        cases.append({
            "margin": margin, "labels": labels.tolist(), "loss": loss.item(),
            "arrays": arrays({
                "features": features, "centroids": memory, "features_gradient": features.grad,
                "centroids_gradient": memory.grad})})
    return cases


def main():
    fixtures = {"attention": attention(), "classifier": classifier(), "centroids": centroids()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(fixtures) + "\n")


if __name__ == "__main__":
    main()
