import Torch

/// The latest keys with their labels, oldest first.
struct KeyQueue {
  /// `[capacity, dimension]`
  let keys: Tensor
  /// `[capacity]`, int64; −1 where no key is yet.
  let labels: Tensor

  init(capacity: Int, dimension: Int, at path: ParameterPath) {
    keys = path.buffer("keys", [capacity, dimension], fill: 0)
    labels = path.buffer("labels", [capacity], fill: -1, dtype: .int64)
  }

  /// Takes in the keys of a step; as many of the oldest go.
  func add(_ new: Tensor, labels newLabels: Tensor) {
    keys.assignInPlace(Self.latest(keys, new.to(keys.dtype)))
    labels.assignInPlace(Self.latest(labels, newLabels))
  }

  private static func latest(_ old: Tensor, _ new: Tensor) -> Tensor {
    let capacity = old.shape[0]
    let all = Tensor.concatenated([old, new], axis: 0)
    return all.narrowed(axis: 0, from: all.shape[0] - capacity, count: capacity)
  }
}
