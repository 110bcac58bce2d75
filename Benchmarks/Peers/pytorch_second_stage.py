#!/usr/bin/env python3
"""The PyTorch side of the stage-2 benchmark: MiSLAS's classifier stage on CIFAR-100-LT, ResNet-32.

The backbone runs without gradients, its batch norms follow the class-aware batches (shift learning); a linear
classifier and a scale for each class train under label-aware smoothing. Two ways to write it, as in
pytorch_training.py:

  papers  per-image Pillow transforms in a DataLoader with worker processes, contiguous float32, eager
  best    pictures as tensors in memory, batch-wise transforms, channels-last

    pytorch_second_stage.py --data DIR --variant papers --steps 85

Weights are fresh: the speed does not depend on them.
"""
import argparse, json, math, resource, time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from pytorch_training import InMemory, Pictures, ResNet32, load, long_tail


class ClassAwareSampler(torch.utils.data.Sampler):
    """Goes round the shuffled classes and takes a few samples of each from its own shuffled list."""

    def __init__(self, labels, samples_per_class=4):
        self.members = [np.flatnonzero(labels == c).tolist() for c in range(labels.max() + 1)]
        self.samples_per_class = samples_per_class
        self.length = max(map(len, self.members)) * len(self.members)

    def __len__(self):
        return self.length

    def __iter__(self):
        classes, queues = [], [[] for _ in self.members]
        for _ in range(self.length // self.samples_per_class):
            if not classes:
                classes = torch.randperm(len(self.members)).tolist()
            label = classes.pop()
            for _ in range(self.samples_per_class):
                if not queues[label]:
                    queues[label] = [self.members[label][i] for i in torch.randperm(len(self.members[label]))]
                yield queues[label].pop()


class InMemoryBatches(InMemory):
    """Whole batches by tensor operations, in the order of a sampler."""

    def __init__(self, images, labels, batch, sampler):
        super().__init__(images, labels, batch, True)
        self.sampler = sampler

    def __iter__(self):
        order = torch.tensor(list(self.sampler))
        for index in order.split(self.batch):
            yield self.augmented(index), self.labels[index]


def smoothing(counts, head=0.4, tail=0.1):
    """ε of each class, concave (Zhong et al., CVPR 2021, section 3.2; u from 0 at the smallest class to 1 at the largest)."""
    counts = torch.tensor(counts, dtype=torch.float64)
    place = (counts - counts.min()) / (counts.max() - counts.min())
    return (tail + (head - tail) * torch.sin(math.pi / 2 * place)).float()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--variant", choices=("papers", "best"), default="papers")
    parser.add_argument("--imbalance-factor", type=float, default=100)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--steps", type=int, default=85)
    options = parser.parse_args()
    torch.manual_seed(0)

    images, labels = load(f"{options.data}/train.bin")
    kept = long_tail(labels, options.imbalance_factor)
    images, labels = images[kept], labels[kept]
    epsilon = smoothing(np.bincount(labels, minlength=100))
    best = options.variant == "best"
    sampler = ClassAwareSampler(labels)

    backbone, classifier, scale = ResNet32(100), nn.Linear(64, 100), nn.Parameter(torch.ones(1, 100))
    backbone.classifier = nn.Identity()
    if best:
        backbone = backbone.to(memory_format=torch.channels_last)
        train = InMemoryBatches(images, labels, options.batch, sampler)
    else:
        train = torch.utils.data.DataLoader(
            Pictures(images, labels, True), options.batch, sampler=sampler, num_workers=options.workers)
    optimizer = torch.optim.SGD(
        [{"params": classifier.parameters(), "lr": 0.02}, {"params": [scale], "lr": 0.1}],
        momentum=0.9, weight_decay=2e-4)

    backbone.train()
    step, seen, warm, start = 0, 0, 5, time.perf_counter()
    while True:
        for x, y in train:
            with torch.no_grad():
                features = backbone(x)
            logits = scale * classifier(features)
            logarithms = F.log_softmax(logits, 1)
            own = logarithms.gather(1, y[:, None])[:, 0]
            loss = -((1 - epsilon[y]) * own + epsilon[y] * logarithms.mean(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()
            step, seen = step + 1, seen + len(y)
            if step == warm:
                start, seen = time.perf_counter(), 0
            if step == options.steps + warm:
                print(json.dumps({
                    "second_stage_images_per_second": seen / (time.perf_counter() - start),
                    "peak_bytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                                   + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024}))
                return


if __name__ == "__main__":
    main()
