"""Carries out Core ML files with NumPy, layer by layer: what a machine without Apple's runtime can know of them.

`load(path)` reads a .mlmodel or .mlpackage as coremltools parses it and gives a network; `network(array)` gives the
arrays of its outputs, and the probabilities in class order, for one sample. The meaning of each layer is that of the
comments in Apple's NeuralNetwork.proto and of coremltools' documentation of the MIL operators. A program goes through
coremltools' own reader first, which works out each operator's type again and compares it with the declared one.
"""

import os

from coremltools.converters.mil.frontend.milproto.load import load as load_program
from coremltools.proto import Model_pb2
from google.protobuf.unknown_fields import UnknownFieldSet

from .network import NeuralNetwork
from .program import Program


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
