"""What losses of several experts and several views are asked for: classes, draws, layers."""
import torch

from torch_fixtures import arrays

torch.set_num_threads(1)
COUNTS = [500, 60, 8, 3]
LABELS = [0, 3, 1, 2, 0, 1, 3]
N = torch.tensor(COUNTS, dtype=torch.float64)
Y = torch.tensor(LABELS)
PRIOR = N / N.sum()
# The sets that are compared in views are smaller.
VIEW_COUNTS = [5, 3, 1]
VIEW_PRIOR = torch.tensor(VIEW_COUNTS, dtype=torch.float64) / 9


def draw(seed, *shape):
    torch.manual_seed(seed)
    return (2 * torch.randn(*shape, dtype=torch.float64)).requires_grad_()


def outcome(values, leaves):
    """Values of samples and the gradient of their mean by each leaf."""
    values.mean().backward()
    result = {"values": values} | leaves
    result |= {name + "_gradient": leaf.grad for name, leaf in leaves.items()}
    return arrays(result)


def layers(*shapes):
    """Weight and bias of linear layers, scale and shift of batch norm where a shape is one number."""
    tensors = []
    for shape in shapes:
        if isinstance(shape, int):
            tensors += [1 + 0.2 * torch.randn(shape), 0.2 * torch.randn(shape)]
        else:
            tensors += [torch.randn(shape[1], shape[0]) / 2, 0.3 * torch.randn(shape[1])]
    return [t.double().requires_grad_() for t in tensors]
