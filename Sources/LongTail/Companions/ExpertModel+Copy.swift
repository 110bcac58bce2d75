import Torch

extension ExpertModel {
  /// A network of its own with the weights and buffers that this one has now, none of which trains.
  func untrainedCopy() -> ExpertModel {
    let copy: ExpertModel
    do {
      copy = try ExpertModel(
        settings, input: input, classes: classes, seed: store.seed, device: device,
        dtype: store.dtype)
    } catch {
      preconditionFailure("the network's own settings do not make a network: \(error)")
    }
    copy.store.train { _ in false }
    withoutGradients {
      for (own, other) in zip(copy.store.tensors, store.tensors) {
        own.tensor.assignInPlace(other.tensor)
      }
    }
    return copy
  }
}
