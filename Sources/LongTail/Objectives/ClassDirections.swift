import Torch

/// The mean feature of each class on the unit sphere, and how many features it is the mean of. Values: what changes them
/// makes new ones.
struct ClassDirections {
  /// `[classes, dimension]`, each of length 1 at most.
  var means: Tensor
  /// `[classes]`
  var counts: Tensor

  /// Takes in features of a batch; a class without one stays as it is.
  /// - Parameters:
  ///   - features: `[batch, dimension]`.
  ///   - labels: `[batch]`, int64.
  mutating func add(_ features: Tensor, labels: Tensor) {
    let own = labels.oneHot(classes: counts.count).to(means.dtype)
    let added = own.sum(axis: 0)
    let average =
      own.transposed(0, 1).matmul(features.to(means.dtype))
      / added.clamped(min: 1).unsqueezed(axis: 1)
    let share = added / (added + counts).clamped(min: 1)
    means = means + (average - means) * share.unsqueezed(axis: 1)
    counts = counts + added
  }

  /// The concentration of each class's von Mises–Fisher distribution, `[classes]`: `p R / (1 − R²)` for means of length R
  /// (Banerjee, Dhillon, Ghosh, Sra, JMLR 2005, eq. 4.4, without its third term), at most 1e5.
  var concentrations: Tensor {
    let length = means.norm(axis: 1)
    let dimension = Double(means.shape[1])
    // One whose features are all alike has no finite one.
    return (length * dimension / (1 - length.square()).clamped(min: 1e-12)).clamped(max: 1e5)
  }

  /// Of each class, `[classes, dimension]`, of length 1.
  var directions: Tensor { means.normalized(axis: 1) }
}

/// Class directions in buffers: saved with the stage.
struct KeptClassDirections {
  private let means: Tensor
  private let counts: Tensor

  /// Random directions of length 0.9 that count for nothing.
  init(_ start: ClassDirections, at path: ParameterPath) {
    means = path.buffer("means", start.means.shape, fill: 0, dtype: start.means.dtype)
    counts = path.buffer("counts", start.counts.shape, fill: 0, dtype: start.counts.dtype)
    keep(start)
  }

  var value: ClassDirections {
    ClassDirections(means: means.detached().cloned(), counts: counts.detached().cloned())
  }

  func keep(_ value: ClassDirections) {
    means.assignInPlace(value.means)
    counts.assignInPlace(value.counts)
  }
}
