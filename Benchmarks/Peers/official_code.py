"""What lets files of authors' repositories run on a CPU as they are: nothing on disk is changed.

Their calls of `.cuda()` do nothing, the modules that they import for logs, charts and files of pictures are empty, and
torchvision's CIFAR classes, of which their long-tailed ones are made, read the official binary files. Two functions of
PyTorch do what they did in the version that the authors had. Epochs that stand in their functions as numbers are
replaced as a function is compiled (`changed_module`).
"""
import ast, itertools, pathlib, sys, types, unittest.mock, warnings

import numpy as np
import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from pytorch_training import load

try:
    import torchvision
except RuntimeError:
    # Built for another kind of PyTorch, it lacks its compiled operators: none is needed, but two must be declared.
    for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[name]
    for operator in ("nms", "qnms"):
        torch.library.define(f"torchvision::{operator}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
    import torchvision

# Imported by the authors for logs, charts and pictures in files, none of which is wanted here.
UNUSED = (
    "cv2", "matplotlib", "matplotlib.pyplot", "pandas", "sklearn", "sklearn.metrics", "sklearn.utils",
    "sklearn.utils.multiclass", "tensorboardX")


def run_on_cpu():
    warnings.simplefilter("ignore")
    for name in UNUSED:
        sys.modules[name] = unittest.mock.MagicMock()
    sys.modules["pathlib2"] = pathlib
    # What today's NumPy no longer has.
    np.int = int
    torch.Tensor.cuda = lambda self, *_, **__: self
    torch.nn.Module.cuda = lambda self, *_, **__: self
    torch.cuda.FloatTensor = torch.FloatTensor
    read, choose, divergence = torch.load, torch.where, torch.nn.functional.kl_div
    torch.load = lambda path, **_: read(path, map_location="cpu", weights_only=False)

    def where(condition, *values, **others):
        # Conditions are bytes in code that is older than PyTorch's booleans.
        return choose(condition.bool() if condition.dtype == torch.uint8 else condition, *values, **others)

    def kl_div(logarithms, probabilities, **others):
        # Where a probability is 0, its gradient is too in the PyTorch that the authors had, and not a number today.
        smallest = torch.finfo(probabilities.dtype).tiny
        return divergence(logarithms, probabilities.clamp(min=smallest), **others)

    torch.where, torch.nn.functional.kl_div = where, kl_div


def read_binaries(folder):
    """Lets torchvision's CIFAR-10 and its subclasses have the pictures of CIFAR-100's binary files."""
    def initialize(self, root, train=True, transform=None, target_transform=None, download=False):
        torchvision.datasets.VisionDataset.__init__(self, "", transform=transform, target_transform=target_transform)
        self.train = train
        self.data, labels = load(f"{folder}/{'train' if train else 'test'}.bin")
        self.targets = labels.tolist()

    torchvision.datasets.CIFAR10.__init__ = initialize


def selected_positions(dataset_class):
    """Which of the original training pictures a long-tailed class of the authors keeps, in its order."""
    initialize = torchvision.datasets.CIFAR10.__init__

    def positions(self, *arguments, **options):
        initialize(self, *arguments, **options)
        self.data = np.arange(len(self.targets))[:, None]

    torchvision.datasets.CIFAR10.__init__ = positions
    try:
        return dataset_class(root="", imb_type="exp", imb_factor=0.01).data[:, 0]
    finally:
        torchvision.datasets.CIFAR10.__init__ = initialize


class Constants(ast.NodeTransformer):
    """Puts numbers in the place of others."""

    def __init__(self, values):
        self.values, self.missing = values, set(values)

    def visit_Constant(self, node):
        if type(node.value) is not int or node.value not in self.values:
            return node
        self.missing.discard(node.value)
        return ast.copy_location(ast.Constant(self.values[node.value]), node)


def changed_module(path, changes):
    """A file as a module, in whose functions numbers are replaced: `{function: {number: other}}`."""
    tree = ast.parse(path.read_text())
    for function, values in changes.items():
        node, = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)
        constants = Constants(values)
        constants.visit(node)
        if constants.missing:
            sys.exit(f"{path} has no {sorted(constants.missing)} in {function}: not the revision that this is made for")
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    exec(compile(tree, str(path), "exec"), module.__dict__)
    return module


def definitions(path, names, namespace, mend=lambda text: text):
    """Some functions and classes of a file that cannot be imported as a whole."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    wanted = [node for node in ast.parse(mend(path.read_text())).body if isinstance(node, kinds) and node.name in names]
    exec(compile(ast.Module(wanted, []), str(path), "exec"), namespace)
    return [namespace[name] for name in names]


class Steps:
    """What the steps of each optimizer were like, in the order in which optimizers began."""

    def __init__(self):
        self.optimizers = {}
        register_optimizer_step_pre_hook(self.note)

    def note(self, optimizer, *_):
        self.optimizers.setdefault(id(optimizer), (optimizer, []))[1].append(optimizer.param_groups[0]["lr"])

    def stages(self, epochs):
        """The rate of each epoch, of stages of so many epochs, and what does not change in them."""
        found = []
        for count, (optimizer, rates) in zip(epochs, self.optimizers.values(), strict=True):
            steps, rest = divmod(len(rates), count)
            if rest:
                sys.exit(f"{len(rates)} steps are not {count} epochs of equal length")
            group = optimizer.param_groups[0]
            found.append({
                "steps": steps, "rates": rates[::steps], "momentum": group["momentum"],
                "nesterov": group["nesterov"], "weightDecay": group["weight_decay"]})
        return found


def shorten_epochs(steps):
    """Every loader ends after so many batches."""
    begin = torch.utils.data.DataLoader.__iter__
    torch.utils.data.DataLoader.__iter__ = lambda self: itertools.islice(begin(self), steps)
