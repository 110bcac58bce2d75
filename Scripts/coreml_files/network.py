"""Neural networks: a list of layers."""

import numpy

from .classifier import Classifier
from .layers import BINARY, ERROR_FUNCTION, REDUCTIONS, convolution, layer_norm, pool, same_padding, softmax


class NeuralNetwork(Classifier):
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
