import Torch

/// The latest keys with their labels, oldest first, and the slow copy of the head that makes them.
final class KeyMemory {
  /// `[capacity, dimension]`
  let keys: Tensor
  /// `[capacity]`, int64; −1 where no key is yet.
  let labels: Tensor
  /// The slow copy; it never trains.
  let head: SlowProjectionHead
  private let source: ProjectionHead
  private let momentum: Double

  init(
    capacity: Int, head: ProjectionHead, width: Int, momentum: Double, at root: ParameterPath
  ) {
    source = head
    self.momentum = momentum
    self.head = SlowProjectionHead(of: head, at: root / "slow")
    let dimension = self.head.dimension
    keys = (root / "queue").buffer("keys", [capacity, dimension], fill: 0)
    labels = (root / "queue").buffer("labels", [capacity], fill: -1, dtype: .int64)
  }

  /// Moves the slow head towards the head: `slow ← m · slow + (1 − m) · head`.
  func followHead() { head.follow(source, momentum: momentum) }

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

/// A copy of a projection head that follows it slowly, in buffers: saved, but not trained.
struct SlowProjectionHead {
  /// Weight and bias of both layers.
  private let tensors: [Tensor]

  init(of head: ProjectionHead, at path: ParameterPath) {
    tensors = head.parameters.enumerated().map { index, parameter in
      let own = path.buffer("\(index)", parameter.shape, fill: 0)
      own.assignInPlace(parameter.detached())
      return own
    }
  }

  var dimension: Int { tensors[2].shape[0] }

  func callAsFunction(_ features: Tensor) -> Tensor {
    let hidden = features.linear(weight: tensors[0], bias: tensors[1]).relu()
    return hidden.linear(weight: tensors[2], bias: tensors[3]).normalized(axis: 1)
  }

  func follow(_ head: ProjectionHead, momentum: Double) {
    for (own, other) in zip(tensors, head.parameters) {
      own.multiplyInPlace(momentum)
      own.addInPlace(other.detached(), factor: 1 - momentum)
    }
  }
}
