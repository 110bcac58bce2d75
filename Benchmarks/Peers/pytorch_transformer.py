#!/usr/bin/env python3
"""The PyTorch side of the transformer benchmark: ViT-S/16 at 224×224, float32, eager.

Written as timm writes it (fused attention, LayerNorm before, one matrix for queries, keys and values) and under timm's
names, so that one file of weights serves both sides.

    pytorch_transformer.py weights FILE.pth                       # random weights, the same each time
    pytorch_transformer.py forward FILE.pth ARRAYS                # pictures of ARRAYS/test, in memory
    pytorch_transformer.py adapters FILE.pth ARRAYS               # AdaptFormer of rank 4 and a cosine head, batch 32
    pytorch_transformer.py features FILE.pth FOLDER               # JPEG files, DataLoader with two workers, written to .npy

Each prints one line of JSON.
"""
import argparse
import json
import pathlib
import resource
import tempfile
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

WIDTH, DEPTH, HEADS, PATCH, SIDE = 384, 12, 6, 16, 224
WARM, STEPS = 2, 10


class Adapter(nn.Module):
    """AdaptFormer (Chen et al., NeurIPS 2022) as LIFT has it."""

    def __init__(self, rank=4):
        super().__init__()
        self.ln, self.down_proj, self.up_proj = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, rank), nn.Linear(rank, WIDTH)
        self.scale = nn.Parameter(torch.ones(1))
        nn.init.zeros_(self.up_proj.weight)

    def forward(self, x):
        return self.up_proj(F.relu(self.down_proj(self.ln(x)))) * self.scale


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        batch, tokens, _ = x.shape
        q, k, v = self.qkv(x).reshape(batch, tokens, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, tokens, WIDTH))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.attn = nn.LayerNorm(WIDTH, eps=1e-6), Attention()
        self.norm2, self.mlp = nn.LayerNorm(WIDTH, eps=1e-6), Network()
        self.adapter = None

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        beside = 0 if self.adapter is None else self.adapter(x)
        return x + self.mlp(self.norm2(x)) + beside


class Patches(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Conv2d(3, WIDTH, PATCH, PATCH)

    def forward(self, x):
        return self.proj(x).flatten(2).transpose(1, 2)


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.pos_embed = nn.Parameter(0.02 * torch.randn(1, 1 + (SIDE // PATCH) ** 2, WIDTH))
        self.patch_embed, self.blocks = Patches(), nn.Sequential(*[Block() for _ in range(DEPTH)])
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)

    def forward(self, x):
        x = self.patch_embed(x)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], 1) + self.pos_embed
        return self.norm(self.blocks(x)[:, 0])


def network(path):
    net = Transformer()
    net.load_state_dict(torch.load(path, weights_only=True))
    return net.eval()


def normalized(pictures):
    return (torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255 - 0.5) / 0.5


def arrays(folder, part):
    folder = pathlib.Path(folder) / part
    return np.load(folder / "images.npy"), np.load(folder / "labels.npy")


def forward(net, folder):
    """All pictures once, in batches of 64 as the features of files; the first pass does not count."""
    pictures, _ = arrays(folder, "test")
    for turn in range(2):
        start = time.perf_counter()
        with torch.inference_mode():
            for first in range(0, len(pictures), 64):
                net(normalized(pictures[first:first + 64]))
    return {"images_per_second": len(pictures) / (time.perf_counter() - start)}


def adapters(net, folder):
    pictures, labels = arrays(folder, "train")
    net.requires_grad_(False)
    for block in net.blocks:
        block.adapter = Adapter()
    head = nn.Parameter(torch.randn(100, WIDTH))
    counts = torch.from_numpy(np.bincount(labels, minlength=100)).float()
    prior = (counts / counts.sum()).log()
    optimizer = torch.optim.SGD(
        [p for p in net.parameters() if p.requires_grad] + [head], 0.01, momentum=0.9, weight_decay=5e-4)
    order = np.random.default_rng(0).permutation(len(pictures))
    start, seen = 0.0, 0
    for step in range(WARM + STEPS):
        if step == WARM:
            start, seen = time.perf_counter(), 0
        batch = order[np.arange(step * 32, step * 32 + 32) % len(order)]
        logits = 25 * F.normalize(net(normalized(pictures[batch]))) @ F.normalize(head).T
        loss = F.cross_entropy(logits + prior, torch.from_numpy(labels[batch]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seen += len(batch)
    return {"images_per_second": seen / (time.perf_counter() - start)}


class Files(torch.utils.data.Dataset):
    """timm's evaluation transform: the shorter side to 249, bicubic, and the middle."""

    def __init__(self, folder):
        self.paths = sorted(pathlib.Path(folder).rglob("*.jpg"))

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        scale = 249 / min(image.size)
        image = image.resize([round(side * scale) for side in image.size], Image.Resampling.BICUBIC)
        left, top = (image.width - SIDE) // 2, (image.height - SIDE) // 2
        return normalized(np.asarray(image.crop((left, top, left + SIDE, top + SIDE)))[None])[0]


def features(net, folder):
    start = time.perf_counter()
    loader = torch.utils.data.DataLoader(Files(folder), batch_size=64, num_workers=2)
    with torch.inference_mode():
        found = np.concatenate([net(batch).numpy() for batch in loader])
    with tempfile.TemporaryFile() as file:
        np.save(file, found)
    return {"images_per_second": len(found) / (time.perf_counter() - start)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["weights", "forward", "adapters", "features"])
    parser.add_argument("weights")
    parser.add_argument("data", nargs="?")
    options = parser.parse_args()
    if options.what == "weights":
        torch.manual_seed(0)
        return torch.save(Transformer().state_dict(), options.weights)
    values = {"forward": forward, "adapters": adapters, "features": features}[options.what](
        network(options.weights), options.data)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if options.what == "features" else 0
    # The two workers have at most so much each; what they share with each other is counted twice.
    print(json.dumps(values | {"peak_bytes": 1024 * (own + 2 * children)}))


if __name__ == "__main__":
    main()
