"""What both forms have: the description, and which of the outputs is the classifier's."""

import numpy


class Classifier:
    def __init__(self, model):
        self.description = model.description
        self.version = model.specificationVersion

    def outputs(self, values, probabilities):
        found = {}
        for output in self.description.output:
            kind = output.type.WhichOneof("Type")
            if kind == "multiArrayType":
                array = numpy.asarray(values[output.name])
                assert array.dtype == numpy.float32, (output.name, array.dtype)
                assert list(array.shape) == list(output.type.multiArrayType.shape), output.name
                found[output.name] = array.astype(numpy.float32)
        assert self.description.predictedFeatureName in [output.name for output in self.description.output]
        found["probabilities"] = probabilities.reshape(-1)
        assert len(found["probabilities"]) == len(self.classes)
        return found
