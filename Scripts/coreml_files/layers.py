"""What layers do to arrays, for both forms of Core ML files."""

import math

import numpy


def windows(x, kernel, stride, padding, fill):
    """[n, c, h, w, kernel, kernel], `padding` being ((top, bottom), (left, right))."""
    x = numpy.pad(x, ((0, 0), (0, 0)) + tuple(padding), constant_values=fill)
    all_of_them = numpy.lib.stride_tricks.sliding_window_view(x, tuple(kernel), axis=(2, 3))
    return all_of_them[:, :, ::stride[0], ::stride[1]]


def same_padding(x, kernel, stride):
    """As many zeros as make maps of side ⌈side / stride⌉, the odd one after."""
    pads = []
    for side, width, step in zip(x.shape[2:], kernel, stride):
        total = max((math.ceil(side / step) - 1) * step + width - side, 0)
        pads.append((total // 2, total - total // 2))
    return pads


def convolution(x, weight, bias, stride, padding, groups):
    parts = []
    each = weight.shape[0] // groups
    for group, part in enumerate(numpy.split(x, groups, axis=1)):
        own = weight[group * each:(group + 1) * each]
        views = windows(part, weight.shape[2:], stride, padding, 0)
        parts.append(numpy.tensordot(views, own, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2))
    return (numpy.concatenate(parts, axis=1) + bias[None, :, None, None]).astype(numpy.float32)


def pool(x, largest, kernel, stride, padding):
    if largest:
        return windows(x, kernel, stride, padding, -numpy.inf).max(axis=(4, 5))
    assert padding == [(0, 0), (0, 0)], "the mean of padded windows is not exported"
    return windows(x, kernel, stride, padding, 0).mean(axis=(4, 5))


def softmax(x, axis):
    powers = numpy.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def layer_norm(x, gamma, beta, epsilon):
    axes = tuple(range(x.ndim - gamma.ndim, x.ndim))
    mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return gamma * (x - mean) / numpy.sqrt(variance + epsilon) + beta


def log_sum_exp(x, axis, keepdims):
    top = x.max(axis=axis, keepdims=True)
    total = numpy.log(numpy.exp(x - top).sum(axis=axis, keepdims=True)) + top
    return total if keepdims else total.squeeze(axis)


ERROR_FUNCTION = numpy.vectorize(math.erf, otypes=[numpy.float32])
BINARY = {
    "add": numpy.add, "sub": numpy.subtract, "mul": numpy.multiply, "real_div": numpy.divide,
    "minimum": numpy.minimum, "maximum": numpy.maximum, "greater": numpy.greater,
    "greater_equal": numpy.greater_equal, "equal": numpy.equal, "logical_and": numpy.logical_and,
    "logical_or": numpy.logical_or,
}
REDUCTIONS = {
    "reduce_sum": numpy.sum, "reduce_mean": numpy.mean, "reduce_max": numpy.max,
    "reduce_l2_norm": lambda x, axis, keepdims: numpy.sqrt((x * x).sum(axis=axis, keepdims=keepdims)),
    "reduce_log_sum_exp": log_sum_exp,
}
