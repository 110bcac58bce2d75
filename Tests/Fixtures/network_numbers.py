"""Weights of networks by formula, and few numbers that tell their answers and gradients apart; in float64."""
import math

import torch
from torch import nn

torch.use_deterministic_algorithms(True)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def chirp(count, offset):
    """sin(offset + 0.37 i + 0.011 i²): far from periodic, and the same bits wherever libm is."""
    return torch.tensor([math.sin(offset + 0.37 * i + 0.011 * i * i) for i in range(count)])


def offset_of(name):
    """Σ (i + 1) · byte i, mod 1009: names that differ in the order of their numbers differ in it."""
    return sum((i + 1) * byte for i, byte in enumerate(name.encode())) % 1009


def value_of(name, shape):
    wave = chirp(math.prod(shape), offset_of(name)).reshape(shape)
    if name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
        return 1 + 0.3 * wave
    if len(shape) == 4:
        return wave / math.sqrt(math.prod(shape[1:]))
    return 0.2 * wave


def fill(net):
    net.double()
    state = net.state_dict()
    for name, tensor in state.items():
        if tensor.is_floating_point():
            tensor.copy_(value_of(name, list(tensor.shape)))
    return net


def projections(tensor):
    """Euclidean norm, and the dot product with cos(0.61 i + 0.3) over √count; 12 digits."""
    values = tensor.detach().flatten().tolist()
    norm = math.sqrt(math.fsum(v * v for v in values))
    dot = math.fsum(v * math.cos(0.61 * i + 0.3) for i, v in enumerate(values))
    return [float(f"{v:.12g}") for v in (norm, dot / math.sqrt(len(values)))]


def numbers(tensor):
    return [float(f"{v:.12g}") for v in tensor.detach().flatten().tolist()]


def multiply_adds(net, run):
    """Of convolutions and of whatever multiplies features with a matrix, in one run on one picture."""
    counts, handles = [], []

    def count(module, inputs, output):
        counts.append(
            module.weight.numel() * (math.prod(output.shape[2:]) if output.dim() == 4 else 1))

    for module in net.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)) or type(module).__name__ == "NormedLinear":
            handles.append(module.register_forward_hook(count))
    with torch.no_grad():
        run()
    for handle in handles:
        handle.remove()
    return sum(counts)
