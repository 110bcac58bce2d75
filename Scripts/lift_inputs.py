"""What LIFT is tried on: CIFAR-100's first classes as arrays, and a random ViT as others would save it."""
import math

import numpy as np

CLASSES, LARGEST = 20, 500
# Of ViT-Ti/16.
WIDTH, PATCH = 192, 16


def write_arrays(source, folder):
    """The pictures of the first classes, [n, 32, 32, 3], in the order of the files."""
    counts = []
    for part in ("train", "test"):
        records = np.fromfile(source / f"{part}.bin", np.uint8).reshape(-1, 2 + 3 * 32 * 32)
        records = records[records[:, 1] < CLASSES]
        (folder / part).mkdir(parents=True)
        np.save(folder / part / "images.npy", records[:, 2:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))
        np.save(folder / part / "labels.npy", records[:, 1].astype(np.int64))
        counts.append(len(records))
    return f"{counts[0]:,} pictures to train, {counts[1]:,} to test", bytes_below(folder)


def bytes_below(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def write_backbone(path, size, blocks, seed):
    """A ViT under timm's names: weights normal with a deviation of 1/√fan-in, norms and biases as at birth."""
    import torch
    random = torch.Generator().manual_seed(seed)

    def normal(*shape, deviation=None):
        return torch.randn(shape, generator=random) * (deviation or math.prod(shape[1:]) ** -0.5)

    def norm(name):
        return {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}

    def linear(name, out, into):
        return {f"{name}.weight": normal(out, into), f"{name}.bias": torch.zeros(out)}

    tensors = {
        "cls_token": normal(1, 1, WIDTH, deviation=0.02),
        "pos_embed": normal(1, 1 + (size // PATCH) ** 2, WIDTH, deviation=0.02),
        "patch_embed.proj.weight": normal(WIDTH, 3, PATCH, PATCH), "patch_embed.proj.bias": torch.zeros(WIDTH)}
    for place in (f"blocks.{block}" for block in range(blocks)):
        tensors |= norm(f"{place}.norm1") | linear(f"{place}.attn.qkv", 3 * WIDTH, WIDTH)
        tensors |= linear(f"{place}.attn.proj", WIDTH, WIDTH) | norm(f"{place}.norm2")
        tensors |= linear(f"{place}.mlp.fc1", 4 * WIDTH, WIDTH) | linear(f"{place}.mlp.fc2", WIDTH, 4 * WIDTH)
    tensors |= norm("norm")
    torch.save(tensors, path)
    return f"{len(tensors)} tensors, {sum(one.numel() for one in tensors.values()):,} numbers", path.stat().st_size
