import Foundation
import Torch

/// How often samples of each class are drawn, as something that can be learned: a sample of class c has a probability
/// ∝ `q_c = sigmoid(v_c)`.
struct ClassSampleRates {
  /// v, `[classes]`, float64.
  let scores: Tensor
  /// The class of each sample that can be drawn, `[samples]`.
  private let labels: Tensor

  /// Numbers of noise that are held at a time.
  private static let chunk = 1 << 22

  init(scores: Tensor, labels: Tensor) {
    self.scores = scores
    self.labels = labels
  }

  /// `logit(r_c / (min r + max r))` with `r_c = n_c^−power`.
  static func firstScores(classCounts: [Int], power: Double) -> [Double] {
    let rates = classCounts.map { pow(Double($0), -power) }
    let sum = (rates.min() ?? 1) + (rates.max() ?? 1)
    return rates.map { log($0 / sum) - log1p(-$0 / sum) }
  }

  /// Samples that were drawn together.
  struct Draw {
    /// Places of the samples among all, `[count]`.
    let places: [Int]
    /// By how much the indicator of each draw grows with each class's v, `[count, classes]`.
    let slopes: Tensor
  }

  /// Draws with Gumbel noise. A draw's indicator, 1 in value, has the slope of `softmax(log q + g)` where it fell.
  func draw(_ count: Int, using random: inout CounterBasedGenerator) -> Draw {
    let samples = labels.count
    let rows = max(1, Self.chunk / samples)
    let logarithms = -(-scores).softplus()
    let own = logarithms.indexSelected(axis: 0, labels)
    var draws: [Draw] = []
    for first in stride(from: 0, to: count, by: rows) {
      let shape = [min(rows, count - first), samples]
      let uniform = Tensor.uniform(
        shape, using: &random, dtype: scores.dtype, device: scores.device)
      draws.append(draw(own - (-uniform.log()).log()))
    }
    return Draw(
      places: draws.flatMap(\.places),
      slopes: Tensor.concatenated(draws.map(\.slopes), axis: 0))
  }

  /// The draw of each row of noisy scores, `[rows, samples]`.
  func draw(_ noisy: Tensor) -> Draw {
    let shares = noisy.softmax(axis: 1)
    let places = noisy.argMax(axis: 1, keepingAxis: true)
    let classes = scores.count
    let ofClass = Tensor.zeros(
      [noisy.shape[0], classes], dtype: shares.dtype, device: shares.device
    ).scatteredAdding(
      axis: 1, indices: labels.unsqueezed(axis: 0).expanded(to: noisy.shape), values: shares)
    let drawn = labels.indexSelected(axis: 0, places.flattened()).oneHot(classes: classes)
    // d log q_c / d v_c = 1 − q_c
    let slopes =
      shares.gathered(axis: 1, places) * (drawn.to(shares.dtype) - ofClass)
      * (1 - scores.sigmoid())
    return Draw(places: places.flattened().ints, slopes: slopes)
  }
}
