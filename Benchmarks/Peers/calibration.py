#!/usr/bin/env python3
"""One Python way to calibrate or to make prediction sets, timed on the benchmark's arrays; prints a line of JSON.

    calibration.py PEER FOLDER     with PEER one of the functions below

Arrays are in memory before the clock starts, and each peer runs in a process of its own. Where a package is not
installed, the line says so: {"absent": …}.
"""
import importlib.machinery, json, sys, time, types
import numpy as np


def softmax(logits):
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def scipy_temperature(folder):
    """As the knowledge-transfer paper's code: bounded L-BFGS on 1 number, finite differences, one-hot."""
    from scipy.optimize import minimize
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    onehot = np.zeros_like(logits)
    onehot[np.arange(len(labels)), labels] = 1

    def loss(t):
        raised = np.clip(np.exp(logits / t), None, 1e20)
        p = np.clip(raised / raised.sum(axis=1, keepdims=True), 1e-20, 1 - 1e-20)
        return -np.sum(onehot * np.log(p), dtype=np.float64) / len(labels)

    begin = time.perf_counter()
    found = minimize(loss, [1.0], method="L-BFGS-B", bounds=[(0.05, 5.0)], tol=1e-12)
    return {"seconds": time.perf_counter() - begin, "temperature": float(found.x[0])}


def sklearn_temperature(folder):
    from sklearn.calibration import _TemperatureScaling
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    found = _TemperatureScaling().fit(logits, labels)
    return {"seconds": time.perf_counter() - begin, "temperature": float(1 / found.beta_)}


def sklearn_isotonic(folder):
    """One map for all classes, as the papers' code on scikit-learn."""
    from sklearn.isotonic import IsotonicRegression
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    p = softmax(logits)
    onehot = np.zeros_like(p)
    onehot[np.arange(len(labels)), labels] = 1
    IsotonicRegression(out_of_bounds="clip").fit(p.ravel(), onehot.ravel())
    return {"seconds": time.perf_counter() - begin}


def sklearn_isotonic_one_versus_all(folder):
    from sklearn.isotonic import IsotonicRegression
    logits, labels = np.load(f"{folder}/logits.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    p = softmax(logits)
    for label in range(p.shape[1]):
        IsotonicRegression(out_of_bounds="clip").fit(p[:, label], (labels == label).astype(p.dtype))
    return {"seconds": time.perf_counter() - begin}


def netcal_error(folder):
    from netcal.metrics import ECE
    p, labels = np.load(f"{folder}/probabilities.npy"), np.load(f"{folder}/labels.npy")
    begin = time.perf_counter()
    error = ECE(15).measure(p, labels)
    return {"seconds": time.perf_counter() - begin, "error": float(error)}


def torchmetrics_error(folder):
    import torch
    from torchmetrics.functional.classification import multiclass_calibration_error
    p = torch.from_numpy(np.load(f"{folder}/probabilities.npy"))
    labels = torch.from_numpy(np.load(f"{folder}/labels.npy"))
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        error = multiclass_calibration_error(p, labels, num_classes=p.shape[1], n_bins=15, norm="l1")
        times.append(time.perf_counter() - begin)
    return {"seconds": min(times), "error": float(error)}


def validation(folder):
    return np.load(f"{folder}/validation/logits.npy"), np.load(f"{folder}/validation/labels.npy")


def parts(count):
    return [slice(begin, begin + 1000) for begin in range(0, count, 1000)]


def sklearn_temperature_at_size(folder):
    from sklearn.calibration import _TemperatureScaling
    logits, labels = validation(folder)
    begin = time.perf_counter()
    found = _TemperatureScaling().fit(logits, labels)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "likelihood": likelihood(logits, labels, lambda part: softmax(found.beta_ * part))}


def likelihood(inputs, labels, probabilities):
    """Mean -log p of the label, in double precision, some rows at a time."""
    total = 0.0
    for part in parts(len(labels)):
        p = np.asarray(probabilities(inputs[part]), dtype=np.float64)
        total -= np.log(np.maximum(p[np.arange(len(p)), labels[part]], 1e-300)).sum()
    return total / len(labels)


def probmetrics(folder, name):
    """It takes probabilities, and makes logarithms of them."""
    from probmetrics.calibrators import get_calibrator
    logits, labels = validation(folder)
    p = np.concatenate([softmax(logits[part]) for part in parts(len(labels))])
    del logits
    begin = time.perf_counter()
    found = get_calibrator(name).fit(p, labels)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "likelihood": likelihood(p, labels, found.predict_proba)}


def probmetrics_temperature(folder):
    return probmetrics(folder, "temp-scaling")


def probmetrics_svs(folder):
    return probmetrics(folder, "svs")


def torch_lbfgs(folder, start, scores, most):
    """Full-batch L-BFGS with line search on the mean cross-entropy, as people write it."""
    import torch
    logits, labels = map(torch.from_numpy, validation(folder))
    parameters = [torch.nn.Parameter(value) for value in start(logits.shape[1])]
    optimizer = torch.optim.LBFGS(parameters, max_iter=most, line_search_fn="strong_wolfe")

    def step():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(scores(logits, *parameters), labels)
        loss.backward()
        return loss

    begin = time.perf_counter()
    optimizer.step(step)
    seconds = time.perf_counter() - begin
    with torch.no_grad():
        value = likelihood(logits, labels.numpy(), lambda part: torch.softmax(scores(part, *parameters).double(), 1))
    return {"seconds": seconds, "likelihood": value}


def torch_temperature(folder):
    import torch
    return torch_lbfgs(folder, lambda classes: [torch.ones(1)], lambda logits, beta: beta * logits, most=50)


def torch_vector(folder):
    import torch
    return torch_lbfgs(folder, lambda classes: [torch.ones(classes), torch.zeros(classes)],
                       lambda logits, scale, bias: scale * logits + bias, most=50)


class Unused(types.ModuleType):
    """A package that a peer imports and does not use here."""
    names = ("torch_geometric", "torchsort", "transformers", "torchvision")
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.split(".")[0] in Unused.names:
                return importlib.machinery.ModuleSpec(name, Unused.Finder, is_package=True)

        @staticmethod
        def create_module(spec):
            return Unused(spec.name)

        @staticmethod
        def exec_module(module):
            pass


def probabilities(folder):
    """Of both parts, with their labels."""
    return [np.load(f"{folder}/{part}/{name}.npy") for part in ("validation", "test")
            for name in ("probabilities", "labels")]


def set_figures(seconds, sets, labels):
    return {"seconds": seconds, "size": float(sets.sum(axis=1).mean()),
            "coverage": float(sets[np.arange(len(labels)), labels].mean())}


def torchcp_class_conditional(folder):
    # Graphs, language models and training losses, which TorchCP imports with everything else. Last, so that what is
    # installed is taken.
    sys.meta_path.append(Unused.Finder)
    import torch
    from torchcp.classification.predictor import ClassConditionalPredictor
    from torchcp.classification.score import LAC
    known, labels, test, truth = map(torch.from_numpy, probabilities(folder))
    predictor = ClassConditionalPredictor(LAC(score_type="identity"), alpha=0.1)
    begin = time.perf_counter()
    predictor.calculate_threshold(known, labels)
    sets = predictor.predict_with_logits(test)
    return set_figures(time.perf_counter() - begin, sets.numpy().astype(bool), truth.numpy())


def mapie_split(folder):
    """MAPIE 1.6 has no rule by class: its single threshold is less work."""
    from mapie.classification import SplitConformalClassifier
    from sklearn.base import BaseEstimator, ClassifierMixin
    known, labels, test, truth = probabilities(folder)

    class Given(ClassifierMixin, BaseEstimator):
        """A model whose inputs are its answers."""

        def fit(self, inputs, labels):
            return self

        def predict_proba(self, inputs):
            return inputs

        def predict(self, inputs):
            return inputs.argmax(axis=1)

    model = Given()
    model.classes_ = np.arange(known.shape[1])
    predictor = SplitConformalClassifier(model, confidence_level=0.9, conformity_score="lac", prefit=True)
    begin = time.perf_counter()
    predictor.conformalize(known, labels)
    _, sets = predictor.predict_set(test)
    return set_figures(time.perf_counter() - begin, sets[:, :, 0], truth)


if __name__ == "__main__":
    try:
        print(json.dumps(globals()[sys.argv[1]](sys.argv[2])))
    except ImportError as error:
        print(json.dumps({"absent": str(error)}))
