"""Programs: operators with named inputs, and a file of weights."""

import numpy
from coremltools.libmilstoragepython import _BlobStorageReader as BlobReader

from .classifier import Classifier
from .layers import BINARY, ERROR_FUNCTION, REDUCTIONS, convolution, layer_norm, pool, same_padding, softmax


class Program(Classifier):
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
