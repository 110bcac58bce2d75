#!/usr/bin/env python3
"""Writes jax-transformer.npz beside this script: the tiny transformer of TinyTransformer.swift as the checkpoints of
google-research/vision_transformer store theirs (flax 0.x names, layers as [inputs, outputs], an axis for the heads).

    jax_transformer_fixtures.py          (NumPy 2.4.6)
"""
from pathlib import Path

import numpy

WIDTH, HEADS, HIDDEN, PATCH = 12, 3, 48, 4


def wave(number, shape):
    j = numpy.arange(numpy.prod(shape)) % 997
    return numpy.sin(0.37 * j + 0.013 * j * j + 1.3 * number).reshape(shape)


def weight(number, *shape):
    return 0.2 * wave(number, shape)


def bias(number, *shape):
    return 0.1 * wave(number, shape)


def scale(number, *shape):
    return 1 + 0.1 * wave(number, shape)


def main():
    arrays = {
        "cls": weight(0, 1, 1, WIDTH),
        "Transformer/posembed_input/pos_embedding": weight(1, 1, 17, WIDTH),
        "embedding/kernel": weight(2, WIDTH, 3, PATCH, PATCH).transpose(2, 3, 1, 0),
        "embedding/bias": bias(3, WIDTH),
        "Transformer/encoder_norm/scale": scale(34, WIDTH),
        "Transformer/encoder_norm/bias": bias(35, WIDTH),
        "head/kernel": weight(36, 5, WIDTH).T,
        "head/bias": bias(37, 5),
    }
    for block in range(2):
        first = 6 + 14 * block
        name = f"Transformer/encoderblock_{block}"
        attention = f"{name}/MultiHeadDotProductAttention_1"
        rows, offsets = weight(first + 2, 3 * WIDTH, WIDTH), bias(first + 3, 3 * WIDTH)
        for place, part in enumerate(("query", "key", "value")):
            own = slice(place * WIDTH, (place + 1) * WIDTH)
            arrays[f"{attention}/{part}/kernel"] = rows[own].T.reshape(WIDTH, HEADS, -1)
            arrays[f"{attention}/{part}/bias"] = offsets[own].reshape(HEADS, -1)
        arrays[f"{attention}/out/kernel"] = weight(first + 4, WIDTH, WIDTH).T.reshape(HEADS, -1, WIDTH)
        arrays[f"{attention}/out/bias"] = bias(first + 5, WIDTH)
        for norm, number in (("LayerNorm_0", first), ("LayerNorm_2", first + 7)):
            arrays[f"{name}/{norm}/scale"] = scale(number, WIDTH)
            arrays[f"{name}/{norm}/bias"] = bias(number + 1, WIDTH)
        arrays[f"{name}/MlpBlock_3/Dense_0/kernel"] = weight(first + 9, HIDDEN, WIDTH).T
        arrays[f"{name}/MlpBlock_3/Dense_0/bias"] = bias(first + 10, HIDDEN)
        arrays[f"{name}/MlpBlock_3/Dense_1/kernel"] = weight(first + 11, WIDTH, HIDDEN).T
        arrays[f"{name}/MlpBlock_3/Dense_1/bias"] = bias(first + 12, WIDTH)
    path = Path(__file__).with_name("jax-transformer.npz")
    numpy.savez_compressed(path, **{f"opt/target/{name}": numpy.ascontiguousarray(array) for name, array in arrays.items()})


if __name__ == "__main__":
    main()
