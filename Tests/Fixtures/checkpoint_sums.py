"""Prints what PyTorchCheckpointTests expects of published checkpoints: python3 checkpoint_sums.py FOLDER"""

import pathlib
import sys

import torch

for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    content = torch.load(path, map_location="cpu", weights_only=True)
    tensors = list(content["state_dict"].values())
    total = sum((position + 1) * tensor.double().abs().sum().item()
                for position, tensor in enumerate(tensors))
    print(path.name, "tensors", len(tensors), "elements", sum(t.numel() for t in tensors),
          "sum", repr(total), "first", next(iter(content["state_dict"])),
          {key: value for key, value in content.items() if not isinstance(value, dict)})
