"""What the losses of networks of experts are asked for, and PyTorch in double precision for their authors' code."""
import importlib.util
import math
import warnings

import torch

from longtail_fixtures import chirp

warnings.filterwarnings("ignore")
torch.Tensor.cuda = lambda self, *_: self
# Their intermediate numbers in double precision, and masks as newer versions want them.
torch.Tensor.float = torch.Tensor.double
where = torch.where
torch.where = lambda mask, *values: where(mask.bool(), *values)

COUNTS = [100, 50, 20, 5, 5, 63]
CLASSES = len(COUNTS)
LABELS = [0, 3, 5, 2, 1, 4, 0, 3]
BATCH = len(LABELS)
PARTNERS = [3, 1, 7, 0, 2, 6, 5, 4]
SHARE = 0.3
WIDTH = 4


def tensor(shape, offset, scale=1.0):
    values = torch.tensor(chirp(math.prod(shape), offset), dtype=torch.float64)
    return (values * scale).reshape(shape)


def expert_logits(experts, ties=False):
    """[batch, experts, classes]; with ties, whole and half numbers between −1 and 1."""
    logits = tensor([BATCH, experts, CLASSES], 3 + experts, 1.0 if ties else 2.0)
    return torch.round(logits * 2) / 2 if ties else logits


def with_gradient(logits, loss):
    """The loss and its gradient as plain numbers."""
    leaf = logits.clone().requires_grad_()
    value = loss(leaf)
    value.backward()
    return {"loss": value.item(), "gradient": leaf.grad.flatten().tolist()}


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
