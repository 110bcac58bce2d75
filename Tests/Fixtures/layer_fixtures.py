#!/usr/bin/env python3
"""What PyTorch computes with the layers of networks that others have trained: writes layer_fixtures.json beside this
script.

Made with PyTorch 2.13.0 on a CPU, in float64. Run it again after changing it; the numbers follow from the seed.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
torch.manual_seed(5)


def array(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().flatten().tolist()}


def case(function, **tensors):
    """Inputs, the result, a weight for each of its elements, and the gradients of the weighted sum."""
    inputs = {name: tensor.clone().requires_grad_() for name, tensor in tensors.items()}
    result = function(**inputs)
    upstream = torch.randn_like(result)
    (result * upstream).sum().backward()
    return {
        "inputs": {name: array(tensor) for name, tensor in inputs.items()},
        "result": array(result), "upstream": array(upstream),
        "gradients": {name: array(tensor.grad) for name, tensor in inputs.items()},
    }


def same(x, weight, stride, groups):
    """TensorFlow's SAME padding, as `tf_efficientnet` networks in PyTorch have it."""
    pads = []
    for side in (x.shape[3], x.shape[2]):
        total = max((-(-side // stride) - 1) * stride + weight.shape[2] - side, 0)
        pads += [total // 2, total - total // 2]
    return F.conv2d(F.pad(x, pads), weight, stride=stride, groups=groups)


def squeezed(x, reduce_weight, reduce_bias, expand_weight, expand_bias):
    inner = F.relu(F.conv2d(x.mean((2, 3), keepdim=True), reduce_weight, reduce_bias))
    return x * torch.sigmoid(F.conv2d(inner, expand_weight, expand_bias))


def attention(x, qkv_weight, qkv_bias, proj_weight, proj_bias):
    layer = nn.MultiheadAttention(12, 3, batch_first=True)
    packed = F.linear(x, qkv_weight, qkv_bias)
    query, key, value = (
        part.reshape(2, 5, 3, 4).transpose(1, 2) for part in packed.split(12, dim=-1))
    shares = torch.softmax(query @ key.transpose(-1, -2) / 2, dim=-1)
    result = F.linear((shares @ value).transpose(1, 2).reshape(2, 5, 12), proj_weight, proj_bias)
    # The same as PyTorch's own layer.
    with torch.no_grad():
        layer.in_proj_weight.copy_(qkv_weight)
        layer.in_proj_bias.copy_(qkv_bias)
        layer.out_proj.weight.copy_(proj_weight)
        layer.out_proj.bias.copy_(proj_bias)
        assert torch.allclose(layer(x, x, x)[0], result, atol=1e-12)
    return result


randn = torch.randn
values = torch.linspace(-7.3, 7.3, 23)
fixtures = {
    "layer-norm": case(
        lambda x, weight, bias: F.layer_norm(x, (7,), weight, bias, 1e-6),
        x=randn(2, 3, 7), weight=randn(7), bias=randn(7)),
    "gelu-exact": case(lambda x: F.gelu(x), x=values),
    "gelu-tanh": case(lambda x: F.gelu(x, approximate="tanh"), x=values),
    "gelu-quick": case(lambda x: x * torch.sigmoid(1.702 * x), x=values),
    "relu6": case(lambda x: F.relu6(x), x=values),
    "attention": case(
        attention, x=randn(2, 5, 12), qkv_weight=randn(36, 12), qkv_bias=randn(36),
        proj_weight=randn(12, 12), proj_bias=randn(12)),
    "patches": case(
        lambda x, weight, bias: F.conv2d(x, weight, bias, stride=4).flatten(2).transpose(1, 2),
        x=randn(2, 3, 8, 12), weight=randn(5, 3, 4, 4), bias=randn(5)),
    "same-3-2-even": case(
        lambda x, weight: same(x, weight, 2, 1), x=randn(2, 3, 6, 8), weight=randn(4, 3, 3, 3)),
    "same-3-2-odd": case(
        lambda x, weight: same(x, weight, 2, 1), x=randn(2, 3, 7, 5), weight=randn(4, 3, 3, 3)),
    "same-5-2-depthwise": case(
        lambda x, weight: same(x, weight, 2, 4), x=randn(2, 4, 8, 7), weight=randn(4, 1, 5, 5)),
    "squeeze-excitation": case(
        squeezed, x=randn(2, 6, 3, 4), reduce_weight=randn(2, 6, 1, 1), reduce_bias=randn(2),
        expand_weight=randn(6, 2, 1, 1), expand_bias=randn(6)),
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(fixtures) + "\n")
