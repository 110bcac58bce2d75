import Torch

/// The latest keys with their labels, and the slow copy of the head that makes them.
final class KeyMemory {
  private let queue: KeyQueue
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
    queue = KeyQueue(capacity: capacity, dimension: self.head.dimension, at: root / "queue")
  }

  /// `[capacity, dimension]`, oldest first.
  var keys: Tensor { queue.keys }
  /// `[capacity]`, int64; −1 where no key is yet.
  var labels: Tensor { queue.labels }

  /// Moves the slow head towards the head: `slow ← m · slow + (1 − m) · head`.
  func followHead() { head.follow(source, momentum: momentum) }

  /// Takes in the keys of a step; as many of the oldest go.
  func add(_ new: Tensor, labels newLabels: Tensor) { queue.add(new, labels: newLabels) }
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
