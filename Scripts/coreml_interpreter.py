"""Carries out Core ML files with NumPy, layer by layer: what a machine without Apple's runtime can know of them.

`load(path)` reads a .mlmodel or .mlpackage as coremltools parses it and gives a Network; `network(array)` gives the
arrays of its outputs, and the probabilities in class order, for one sample. The meaning of each layer is that of the
comments in Apple's NeuralNetwork.proto and of coremltools' documentation of the MIL operators. A program goes through
coremltools' own reader first, which works out each operator's type again and compares it with the declared one.
"""

import math
import os

import numpy
from coremltools.converters.mil.frontend.milproto.load import load as load_program
from coremltools.libmilstoragepython import _BlobStorageReader as BlobReader
from coremltools.proto import Model_pb2


def load(path):
    model = Model_pb2.Model()
    is_package = path.endswith(".mlpackage")
    data = os.path.join(path, "Data/com.apple.CoreML") if is_package else None
    with open(os.path.join(data, "model.mlmodel") if is_package else path, "rb") as file:
        model.ParseFromString(file.read())
    if unknown_fields(model):
        raise ValueError(f"{path}: fields that Core ML does not have: {unknown_fields(model)}")
    if not is_package:
        return NeuralNetwork(model)
    weights = os.path.join(data, "weights")
    load_program(model, model.specificationVersion, weights)
    return Program(model, os.path.join(weights, "weight.bin"))


def unknown_fields(message):
    from google.protobuf.unknown_fields import UnknownFieldSet
    found = [field.field_number for field in UnknownFieldSet(message)]
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        if descriptor.message_type.GetOptions().map_entry:
            values = [one for one in value.values() if hasattr(one, "ListFields")]
        else:
            values = value if hasattr(value, "__len__") and not hasattr(value, "ListFields") else [value]
        for one in values:
            found += unknown_fields(one)
    return found


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


class Network:
    """What both forms have: the description, and which of its outputs is the classifier's."""

    def __init__(self, model):
        self.description = model.description
        self.version = model.specificationVersion

    def outputs(self, values, probabilities):
        found = {}
        for output in self.description.output:
            kind = output.type.WhichOneof("Type")
            if kind == "multiArrayType":
                array = numpy.asarray(values[output.name])
                assert list(array.shape) == list(output.type.multiArrayType.shape), output.name
                found[output.name] = array.astype(numpy.float32)
        assert self.description.predictedFeatureName in [output.name for output in self.description.output]
        found["probabilities"] = probabilities.reshape(-1)
        assert len(found["probabilities"]) == len(self.classes)
        return found


class NeuralNetwork(Network):
    BINARY_LAYERS = {
        "addBroadcastable": "add", "subtractBroadcastable": "sub", "multiplyBroadcastable": "mul",
        "divideBroadcastable": "real_div", "minBroadcastable": "minimum", "maxBroadcastable": "maximum",
        "greaterThan": "greater", "greaterEqual": "greater_equal", "equal": "equal",
        "logicalAnd": "logical_and", "logicalOr": "logical_or",
    }
    REDUCE_LAYERS = {
        "reduceSum": "reduce_sum", "reduceMean": "reduce_mean", "reduceMax": "reduce_max",
        "reduceL2": "reduce_l2_norm", "reduceLogSumExp": "reduce_log_sum_exp",
    }

    def __init__(self, model):
        super().__init__(model)
        self.network = model.neuralNetworkClassifier
        self.classes = list(self.network.stringClassLabels.vector)
        assert self.version == 4
        # Exact shapes, as layers of version 4 want them.
        assert self.network.arrayInputShapeMapping == 1 and self.network.imageInputShapeMapping == 1

    def __call__(self, array):
        values = {self.description.input[0].name: array.astype(numpy.float32)}
        for layer in self.network.layers:
            values[layer.output[0]] = self.result(layer, [values[name] for name in layer.input])
        return self.outputs(values, values[self.network.labelProbabilityLayerName])

    def result(self, layer, x):
        kind = layer.WhichOneof("layer")
        own = getattr(layer, kind)
        if kind in self.BINARY_LAYERS:
            # Truth values are numbers here.
            return numpy.asarray(BINARY[self.BINARY_LAYERS[kind]](x[0], x[1])).astype(numpy.float32)
        if kind in self.REDUCE_LAYERS:
            return REDUCTIONS[self.REDUCE_LAYERS[kind]](x[0], axis=tuple(own.axes), keepdims=own.keepDims)
        return getattr(self, kind)(own, x)

    @staticmethod
    def numbers(weights, *shape):
        return numpy.array(weights.floatValue, dtype=numpy.float32).reshape(shape)

    @staticmethod
    def padding(own, x):
        if own.WhichOneof("ConvolutionPaddingType" if hasattr(own, "nGroups") else "PoolingPaddingType") == "same":
            return same_padding(x, own.kernelSize, own.stride)
        return [(edge.startEdgeSize, edge.endEdgeSize) for edge in own.valid.paddingAmounts.borderAmounts]

    def convolution(self, own, x):
        weight = self.numbers(own.weights, own.outputChannels, own.kernelChannels, *own.kernelSize)
        assert own.hasBias and list(own.dilationFactor) == [1, 1]
        return convolution(x[0], weight, self.numbers(own.bias, -1), own.stride, self.padding(own, x[0]), own.nGroups)

    def pooling(self, own, x):
        assert not own.globalPooling
        return pool(x[0], own.type == 0, own.kernelSize, own.stride, self.padding(own, x[0]))

    def activation(self, own, x):
        kind = own.WhichOneof("NonlinearityType")
        if kind == "linear":
            return own.linear.alpha * x[0] + own.linear.beta
        return {"ReLU": lambda a: numpy.maximum(a, 0), "tanh": numpy.tanh,
                "sigmoid": lambda a: 1 / (1 + numpy.exp(-a))}[kind](x[0])

    def innerProduct(self, own, x):
        assert x[0].ndim == 2 and own.hasBias
        weight = self.numbers(own.weights, own.outputChannels, own.inputChannels)
        return x[0] @ weight.T + self.numbers(own.bias, -1)

    def unary(self, own, x):
        assert own.type == 5 and own.scale == 1 and own.shift == 0 and 0 < own.epsilon < 1e-44
        return numpy.log(numpy.maximum(x[0], own.epsilon))

    def erf(self, own, x):
        return ERROR_FUNCTION(x[0])

    def softmaxND(self, own, x):
        return softmax(x[0], own.axis)

    def concatND(self, own, x):
        return numpy.concatenate(x, axis=own.axis)

    def transpose(self, own, x):
        return x[0].transpose(own.axes)

    def sliceStatic(self, own, x):
        return x[0][tuple(slice(*three) for three in zip(own.beginIds, own.endIds, own.strides))]

    def argMax(self, own, x):
        return x[0].argmax(axis=own.axis, keepdims=True).astype(numpy.float32)

    def batchedMatmul(self, own, x):
        if len(x) == 2:
            return x[0] @ x[1]
        # Stored column by column.
        weight = self.numbers(own.weights, own.weightMatrixSecondDimension, own.weightMatrixFirstDimension).T
        return x[0] @ weight

    def loadConstantND(self, own, x):
        return self.numbers(own.data, *own.shape)

    def reshapeStatic(self, own, x):
        return x[0].reshape(own.targetShape)

    def constantPad(self, own, x):
        amounts = numpy.array(own.padAmounts, dtype=int).reshape(-1, 2)
        return numpy.pad(x[0], amounts, constant_values=own.value)

    def whereBroadcastable(self, own, x):
        return numpy.where(x[0] != 0, x[1], x[2])

    def layerNormalization(self, own, x):
        shape = tuple(own.normalizedShape)
        return layer_norm(x[0], self.numbers(own.gamma, *shape), self.numbers(own.beta, *shape), own.eps)


class Program(Network):
    TYPES = {1: bool, 2: str, 11: numpy.float32, 23: numpy.int32}

    def __init__(self, model, weights):
        super().__init__(model)
        assert self.version == 6
        self.function = model.mlProgram.functions["main"]
        self.block = self.function.block_specializations[self.function.opset]
        self.reader = BlobReader(weights)
        classify = self.block.operations[-1] if self.block.operations[-1].type == "classify" else next(
            operation for operation in self.block.operations if operation.type == "classify")
        labels = classify.inputs["classes"].arguments[0].value.immediateValue.list.values
        self.classes = [label.immediateValue.tensor.strings.values[0] for label in labels]
        self.scores = classify.inputs["probabilities"].arguments[0].name

    def __call__(self, array):
        values = {self.description.input[0].name: array.astype(numpy.float32)}
        for operation in self.block.operations:
            if operation.type == "const":
                values[operation.outputs[0].name] = self.value(operation.attributes["val"])
            elif operation.type != "classify":
                inputs = {name: [values[one.name] for one in argument.arguments]
                          for name, argument in operation.inputs.items()}
                found = numpy.asarray(self.result(operation.type, inputs))
                declared = operation.outputs[0].type.tensorType
                shape = [dimension.constant.size for dimension in declared.dimensions]
                assert list(found.shape) == shape, (operation.outputs[0].name, found.shape, shape)
                values[operation.outputs[0].name] = found.astype(self.TYPES[declared.dataType])
        assert list(self.block.outputs) == [output.name for output in self.description.output]
        return self.outputs(values, values[self.scores])

    def value(self, value):
        declared = value.type.tensorType
        shape = [dimension.constant.size for dimension in declared.dimensions]
        if value.WhichOneof("value") == "blobFileValue":
            assert value.blobFileValue.fileName == "@model_path/weights/weight.bin"
            return numpy.array(self.reader.read_float_data(value.blobFileValue.offset), numpy.float32).reshape(shape)
        tensor = value.immediateValue.tensor
        values = list(getattr(tensor, tensor.WhichOneof("value")).values)
        if declared.dataType == 2:
            return values[0]
        return numpy.array(values, dtype=self.TYPES[declared.dataType]).reshape(shape)

    def result(self, kind, inputs):
        def one(name):
            return inputs[name][0]

        if kind in BINARY:
            return BINARY[kind](one("x"), one("y"))
        if kind in REDUCTIONS:
            return REDUCTIONS[kind](one("x"), axis=tuple(one("axes")), keepdims=bool(one("keep_dims")))
        return getattr(self, kind)(one, inputs)

    @staticmethod
    def pairs(amounts):
        return [tuple(pair) for pair in numpy.array(amounts).reshape(-1, 2).tolist()]

    def conv(self, one, inputs):
        assert list(one("dilations")) == [1, 1]
        x, kernel = one("x"), one("weight").shape[2:]
        padding = (same_padding(x, kernel, one("strides")) if one("pad_type") == "same" else self.pairs(one("pad")))
        return convolution(x, one("weight"), one("bias"), one("strides"), padding, int(one("groups")))

    def max_pool(self, one, inputs):
        assert not one("ceil_mode")
        return pool(one("x"), True, one("kernel_sizes"), one("strides"), self.pairs(one("pad")))

    def avg_pool(self, one, inputs):
        assert not one("ceil_mode")
        return pool(one("x"), False, one("kernel_sizes"), one("strides"), self.pairs(one("pad")))

    def identity(self, one, inputs):
        return one("x")

    def cast(self, one, inputs):
        assert one("dtype") == "fp32"
        return one("x").astype(numpy.float32)

    def relu(self, one, inputs):
        return numpy.maximum(one("x"), 0)

    def sigmoid(self, one, inputs):
        return 1 / (1 + numpy.exp(-one("x")))

    def tanh(self, one, inputs):
        return numpy.tanh(one("x"))

    def erf(self, one, inputs):
        return ERROR_FUNCTION(one("x"))

    def log(self, one, inputs):
        return numpy.log(one("x") + one("epsilon"))

    def linear(self, one, inputs):
        return one("x") @ one("weight").T + one("bias")

    def matmul(self, one, inputs):
        assert not one("transpose_x") and not one("transpose_y")
        return one("x") @ one("y")

    def select(self, one, inputs):
        return numpy.where(one("cond"), one("a"), one("b"))

    def softmax(self, one, inputs):
        return softmax(one("x"), int(one("axis")))

    def reduce_argmax(self, one, inputs):
        return one("x").argmax(axis=int(one("axis")), keepdims=bool(one("keep_dims")))

    def concat(self, one, inputs):
        assert not one("interleave")
        return numpy.concatenate(inputs["values"], axis=int(one("axis")))

    def transpose(self, one, inputs):
        return one("x").transpose(one("perm"))

    def reshape(self, one, inputs):
        return one("x").reshape(one("shape"))

    def gather(self, one, inputs):
        return numpy.take(one("x"), one("indices"), axis=int(one("axis")))

    def slice_by_index(self, one, inputs):
        return one("x")[tuple(slice(*three) for three in zip(one("begin"), one("end"), one("stride")))]

    def pad(self, one, inputs):
        assert one("mode") == "constant"
        return numpy.pad(one("x"), self.pairs(one("pad")), constant_values=one("constant_val"))

    def layer_norm(self, one, inputs):
        assert list(one("axes")) == [-1]
        return layer_norm(one("x"), one("gamma"), one("beta"), one("epsilon"))
