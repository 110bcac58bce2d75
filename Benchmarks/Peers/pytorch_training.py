#!/usr/bin/env python3
"""The PyTorch side of the training benchmark: CIFAR-100-LT, ResNet-32, SGD.

Two ways to write the same recipe:

  papers  per-image Pillow transforms in a DataLoader with worker processes, contiguous float32, eager:
          how the published code of the field is written
  best    pictures as tensors in memory, batch-wise transforms, channels-last; --compile adds torch.compile

    pytorch_training.py --data DIR --variant papers --epochs 20 --seed 0
    pytorch_training.py --data DIR --variant best --steps 40            # throughput only
"""
import argparse, json, math, resource, time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.padding = stride, (outputs - inputs) // 2

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.stride != 1 or self.padding:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding, self.padding))
        return F.relu(y + x)


class ResNet32(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        widths, layers, inputs = (16, 32, 64), [], 16
        for i, width in enumerate(widths):
            layers.append(nn.Sequential(*[
                Block(inputs if b == 0 else width, width, 2 if b == 0 and i > 0 else 1) for b in range(5)]))
            inputs = width
        self.layer1, self.layer2, self.layer3 = layers
        self.classifier = nn.Linear(64, classes)
        for m in self.modules():
            if isinstance(m, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(m.weight)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.classifier(x.mean((2, 3)))


def load(path):
    records = np.fromfile(path, np.uint8).reshape(-1, 3074)
    return records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).copy(), records[:, 1].astype(np.int64)


def long_tail(labels, factor, classes=100):
    """The published selection: exponential profile, NumPy's legacy generator seeded with 0."""
    random, kept = np.random.RandomState(0), []
    for c in range(classes):
        positions = np.where(labels == c)[0]
        random.shuffle(positions)
        kept.extend(positions[: int(len(labels) / classes * (1 / factor) ** (c / (classes - 1)))])
    return np.array(kept)


class Pictures(torch.utils.data.Dataset):
    def __init__(self, images, labels, train):
        self.images, self.labels, self.train = images, labels, train
        self.mean, self.std = (torch.tensor(v).view(3, 1, 1) for v in (MEAN, STD))

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        image = Image.fromarray(self.images[i])
        if self.train:
            padded = Image.new("RGB", (40, 40))
            padded.paste(image, (4, 4))
            x, y = torch.randint(0, 9, (2,)).tolist()
            image = padded.crop((x, y, x + 32, y + 32))
            if torch.rand(1) < 0.5:
                image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        tensor = torch.from_numpy(np.array(image)).permute(2, 0, 1).contiguous().float().div(255)
        return tensor.sub_(self.mean).div_(self.std), int(self.labels[i])


class InMemory:
    """Whole batches by tensor operations, as a careful PyTorch user writes it."""

    def __init__(self, images, labels, batch, train, device):
        x = torch.from_numpy(images).permute(0, 3, 1, 2).float().div(255)
        x = (x - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)
        self.padded = F.pad(x, (4, 4, 4, 4)) if train else x
        if train:
            # Zero pixels are padded before normalisation in the per-image version.
            border = (-torch.tensor(MEAN) / torch.tensor(STD)).view(1, 3, 1, 1)
            mask = F.pad(torch.ones(1, 1, 32, 32), (4, 4, 4, 4))
            self.padded = self.padded + border * (1 - mask)
        self.padded, self.labels = self.padded.to(device), torch.from_numpy(labels).to(device)
        self.batch, self.train = batch, train

    def __iter__(self):
        order = torch.randperm(len(self.labels)) if self.train else torch.arange(len(self.labels))
        for index in order.to(self.labels.device).split(self.batch):
            yield self.augmented(index), self.labels[index]

    def augmented(self, index):
        x = self.padded[index]
        if self.train:
            n, device = len(index), index.device
            places, channels = torch.arange(32, device=device), torch.arange(3, device=device)
            dy, dx = torch.randint(0, 9, (2, n), device=device)
            rows = (dy[:, None] + places)[:, None, :, None]
            columns = (dx[:, None] + places)[:, None, None, :]
            x = x[torch.arange(n, device=device)[:, None, None, None], channels[None, :, None, None], rows, columns]
            x = torch.where((torch.rand(n, device=device) < 0.5)[:, None, None, None], x.flip(3), x)
        return x.contiguous(memory_format=torch.channels_last)


def rate(epoch, epochs, base=0.1):
    warmup, first, second = min(5, epochs // 4), round(160 * epochs / 200), round(180 * epochs / 200)
    t = epoch + 1
    return base * t / warmup if t <= warmup else base * (0.01 if t > second else 0.1 if t > first else 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--variant", choices=("papers", "best"), default="papers")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--imbalance-factor", type=float, default=100)
    parser.add_argument("--loss", choices=("cross-entropy", "balanced-softmax"), default="cross-entropy")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--steps", type=int, help="stop after so many training steps and print the throughput")
    parser.add_argument("--evaluate-only", action="store_true", help="throughput of evaluation, weights untrained")
    options = parser.parse_args()
    torch.manual_seed(options.seed)

    images, labels = load(f"{options.data}/train.bin")
    kept = long_tail(labels, options.imbalance_factor)
    images, labels = images[kept], labels[kept]
    test_images, test_labels = load(f"{options.data}/test.bin")
    device = torch.device(options.device)
    bias = torch.log(torch.tensor(np.bincount(labels, minlength=100), dtype=torch.float32)).to(device)
    best = options.variant == "best"

    def now():
        # What has been asked of a GPU is done later.
        if device.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter()

    model = ResNet32(100).to(device)
    if best:
        model = model.to(memory_format=torch.channels_last)
        train, test = (
            InMemory(*part, device) for part in
            ((images, labels, options.batch, True), (test_images, test_labels, options.batch, False)))
    else:
        loader = lambda i, l, t: torch.utils.data.DataLoader(
            Pictures(i, l, t), options.batch, shuffle=t, num_workers=options.workers, persistent_workers=options.workers > 0)
        train, test = loader(images, labels, True), loader(test_images, test_labels, False)
    network = torch.compile(model) if options.compile else model
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9, weight_decay=2e-4)

    def evaluate():
        network.eval()
        logits = []
        with torch.no_grad():
            for x, _ in test:
                logits.append(network(x.to(device)))
        return torch.cat(logits)

    if options.evaluate_only:
        evaluate()
        start = now()
        evaluate()
        seconds = now() - start
        print(json.dumps({"evaluation_images_per_second": len(test_labels) / seconds,
                          "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
        return

    step, seen, warm = 0, 0, 5
    start = time.perf_counter()
    for epoch in range(options.epochs if not options.steps else 10**6):
        network.train()
        for group in optimizer.param_groups:
            group["lr"] = rate(epoch, options.epochs)
        total, epoch_start, epoch_seen = 0.0, time.perf_counter(), 0
        for x, y in train:
            x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
            logits = network(x)
            loss = F.cross_entropy(logits + bias if options.loss == "balanced-softmax" else logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            step, seen, epoch_seen = step + 1, seen + len(y), epoch_seen + len(y)
            if step == warm:
                start, seen = now(), 0
            if options.steps and step == options.steps + warm:
                print(json.dumps({"training_images_per_second": seen / (now() - start),
                                  "peak_bytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                                                 + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024}))
                return
        print(json.dumps({"epoch": epoch, "loss": total / epoch_seen, "rate": rate(epoch, options.epochs),
                          "images_per_second": epoch_seen / (time.perf_counter() - epoch_start)}), flush=True)

    probabilities = evaluate().softmax(1).double().cpu().numpy()
    predicted, confidence = probabilities.argmax(1), probabilities.max(1)
    counts = np.bincount(labels, minlength=100)
    recall = np.array([(predicted[test_labels == c] == c).mean() for c in range(100)])
    bins = np.clip(np.ceil(confidence * 15) - 1, 0, 14).astype(int)
    correct = predicted == test_labels
    ece = sum(abs(correct[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean()
              for b in range(15) if (bins == b).any())
    print(json.dumps({"seed": options.seed, "loss": options.loss, "accuracy": correct.mean(), "ece": ece,
                      "accuracy_many": recall[counts > 100].mean(),
                      "accuracy_medium": recall[(counts >= 20) & (counts <= 100)].mean(),
                      "accuracy_few": recall[counts < 20].mean()}))


if __name__ == "__main__":
    main()
