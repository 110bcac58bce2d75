import Torch

/// What makes samples of rare classes from maps: the centres of all classes, the network that tells pairs, and the
/// convolution that turns a sample's variation into another's.
struct RareSampleGenerator {
  /// μ, `[classes, K, channels]`.
  private let centers: Tensor
  /// A, `[classes, channels, K]`, and a, `[classes, K]`.
  private let assignment: (weight: Tensor, bias: Tensor)
  private let pairs: PairNetwork
  private let transform: Convolution2D

  init(classes: Int, channels: Int, centers count: Int, pairChannels: Int, at path: ParameterPath) {
    centers = path.parameter("centers", [classes, count, channels], .zeros)
    // Centres that begin alike part by this alone.
    assignment = (
      path.parameter(
        "assignment.weight", [classes, channels, count], .frameworkDefault(fanIn: channels)),
      path.parameter("assignment.bias", [classes, count], .ones)
    )
    pairs = PairNetwork(channels: channels, width: pairChannels, at: path / "pairs")
    transform = Convolution2D(
      channels, channels, kernel: 3, padding: 1, bias: true, at: path / "transform")
  }

  /// Type of the parameters.
  var dtype: DType { centers.dtype }

  /// γ of maps `[batch, channels, height, width]` of the classes `[batch]`: `[batch, K]`.
  func shares(_ map: Tensor, _ labels: Tensor) -> Tensor {
    let pooled = map.globalAveragePool().unsqueezed(axis: 2)
    let weight = assignment.weight.indexSelected(axis: 0, labels)
    // Products and sums, which stay exact where matrix products are in half precision.
    return
      ((pooled * weight).sum(axis: 1)
      + assignment.bias.indexSelected(axis: 0, labels)).softmax(axis: 1)
  }

  /// `Σ_k γ_k ‖F − μ_k‖²` over channels and places, `[batch]`.
  func centerLosses(_ map: Tensor, _ labels: Tensor) -> Tensor {
    let own = centers.indexSelected(axis: 0, labels)
    let places = Double(map.shape[2] * map.shape[3])
    let sums = map.sum(axes: [2, 3])
    let products = (own * sums.unsqueezed(axis: 1)).sum(axis: 2)
    let distances =
      map.square().sum(axes: [1, 2, 3]).unsqueezed(axis: 1) - products * 2
      + own.square().sum(axis: 2) * places
    return (shares(map, labels) * distances).sum(axis: 1)
  }

  /// The mean loss of telling whether the samples of a batch's halves are of a class; `nil` for a single sample.
  func pairLoss(_ map: Tensor, _ labels: Tensor) -> Tensor? {
    let half = map.shape[0] / 2
    guard half > 0 else { return nil }
    func halves(_ tensor: Tensor) -> (Tensor, Tensor) {
      (
        tensor.narrowed(axis: 0, from: 0, count: half),
        tensor.narrowed(axis: 0, from: half, count: half)
      )
    }
    let (maps, classes) = (halves(map), halves(labels))
    return pairs.losses(
      maps.0, maps.1, areAlike: classes.0.equal(to: classes.1).to(.int64)
    ).mean()
  }

  /// New samples from those of two maps, with what L_2 says of them.
  /// - Parameters:
  ///   - frequent: `[count, channels, height, width]`, constants, with their classes `[count]`.
  ///   - rare: as many.
  /// - Returns: t, shaped as the maps, and the mean of L_2.
  func variations(
    from frequent: (map: Tensor, labels: Tensor), to rare: (map: Tensor, labels: Tensor)
  ) -> (transformed: Tensor, loss: Tensor) {
    let own = residual(frequent.map, frequent.labels)
    let other = residual(rare.map, rare.labels)
    let transformed = transform(own).to(own.dtype)
    let count = Double(own.shape[0])
    let lengths = (transformed.norm(axis: 1) - own.norm(axis: 1)).abs().sum() / count
    let cosines = (transformed.normalized(axis: 1) * other.normalized(axis: 1)).sum(axis: 1)
    let directions = (cosines - 1).abs().sum() / count
    let different = pairs.losses(
      frequent.map, transformed,
      areAlike: Tensor.zeros([own.shape[0]], dtype: .int64, device: own.device), isFixed: true)
    return (transformed, different.mean() + lengths + directions)
  }

  /// `F − μ_k` for the k that a sample is of most, as a constant.
  private func residual(_ map: Tensor, _ labels: Tensor) -> Tensor {
    withoutGradients {
      let nearest = shares(map, labels).argMax(axis: 1).reshaped([-1, 1, 1])
      let own = centers.indexSelected(axis: 0, labels)
      let index = nearest.expanded(to: [own.shape[0], 1, own.shape[2]])
      return map - own.gathered(axis: 1, index).reshaped([own.shape[0], -1, 1, 1])
    }
  }
}

/// Tells whether two maps are of one class: a 1×1 convolution of both, ReLU, a 3×3 convolution, the mean over the places,
/// and a linear layer.
private struct PairNetwork {
  private let first: Convolution2D
  private let second: Convolution2D
  private let linear: Linear

  init(channels: Int, width: Int, at path: ParameterPath) {
    first = Convolution2D(2 * channels, width, kernel: 1, bias: true, at: path / "conv1")
    second = Convolution2D(width, width, kernel: 3, padding: 1, bias: true, at: path / "conv2")
    linear = Linear(width, 2, at: path / "linear")
  }

  /// The cross-entropy of each pair, `[count]`, for 1 where both are of a class; into the network itself nothing goes back
  /// where it is fixed.
  func losses(_ a: Tensor, _ b: Tensor, areAlike: Tensor, isFixed: Bool = false) -> Tensor {
    func own(_ tensor: Tensor) -> Tensor { isFixed ? tensor.detached() : tensor }
    let hidden = Tensor.concatenated([a, b], axis: 1)
      .convolution(weight: own(first.weight), bias: first.bias.map(own)).relu()
      .convolution(weight: own(second.weight), bias: second.bias.map(own), padding: 1)
    let scores = hidden.globalAveragePool().to(linear.weight.dtype)
      .linear(weight: own(linear.weight), bias: linear.bias.map(own))
    return expertLogLosses(scores.unsqueezed(axis: 1), areAlike).flattened()
  }
}
