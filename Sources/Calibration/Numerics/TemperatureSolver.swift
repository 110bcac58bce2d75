import Foundation

/// The temperature at which weighted cross-entropy is smallest.
///
/// Solves for β = 1/T, not T: the loss is convex in β, so that one bracket holds one minimum. Newton's
/// steps on the derivative; where one would leave the bracket, its middle is taken. Large sets are
/// approached on a part of the samples, then on all in single precision; the last step is always one in
/// double precision on all.
struct TemperatureSolver {
  let predictions: Predictions
  /// `[samples]`, 0 or more.
  let weights: [Double]
  let lowerBound: Double
  let upperBound: Double

  struct Solution {
    let temperature: Double
    let warnings: [String]
  }

  /// For a set that any temperature below 1 makes look better still, so that it says nothing of the right one.
  static let separated =
    "every validation sample is classified correctly, so that no finite temperature is best; it stays at 1"

  /// From so many logits on the approach saves time.
  private static let large = 1 << 20

  /// - Throws: ``CalibrationError`` when the bounds are no interval of positive numbers.
  func solve() throws(CalibrationError) -> Solution {
    guard lowerBound > 0, lowerBound < upperBound, upperBound.isFinite else {
      throw .invalidSetting(
        "bounds \(lowerBound) and \(upperBound) of the temperature; "
          + "two numbers with 0 < lower < upper are needed")
    }
    let search = Search(lower: 1 / upperBound, upper: 1 / lowerBound)
    let result = search.minimum(from: start(search)) {
      TemperatureLoss.exact(at: $0, predictions, weights: weights)
    }
    var warnings: [String] = []
    if result.loss.excluded > 0 {
      warnings.append(
        "\(result.loss.excluded) validation samples have the logit -inf for their own label; "
          + "they do not affect the temperature")
    }
    switch result.place {
    case .inside: return Solution(temperature: 1 / result.beta, warnings: warnings)
    case .separated:
      warnings.append(Self.separated)
      return Solution(temperature: min(max(1, lowerBound), upperBound), warnings: warnings)
    case .lower:
      warnings.append("the temperature reached its upper bound \(upperBound)")
      return Solution(temperature: upperBound, warnings: warnings)
    case .upper:
      warnings.append("the temperature reached its lower bound \(lowerBound)")
      return Solution(temperature: lowerBound, warnings: warnings)
    }
  }

  /// β to start from: 1, or near the minimum for a large set.
  private func start(_ search: Search) -> Double {
    let one = search.inside(1)
    let count = predictions.labels.count * predictions.logits.classes
    guard count >= 2 * Self.large else { return one }
    let part = search.minimum(from: one) {
      TemperatureLoss.exact(
        at: $0, predictions, weights: weights, stride: count / Self.large)
    }
    guard case .inside = part.place else { return part.beta }
    var beta = part.beta
    for _ in 0..<4 {
      let loss = TemperatureLoss.derivatives(at: beta, predictions, weights: weights)
      guard loss.curvature > 0 else { return beta }
      let next = search.inside(beta - loss.slope / loss.curvature)
      let step = abs(next - beta)
      beta = next
      // Squared, it is less than what single precision can tell.
      if step < 3e-4 * beta { break }
    }
    return beta
  }

  /// The search for β between its bounds.
  private struct Search {
    let lower: Double
    let upper: Double

    enum Place { case inside, lower, upper, separated }

    func inside(_ beta: Double) -> Double { min(max(beta, lower), upper) }

    /// - Returns: where the minimum is, and the loss of the last point that was looked at.
    func minimum(
      from start: Double, of loss: (Double) -> TemperatureLoss
    ) -> (beta: Double, place: Place, loss: TemperatureLoss) {
      var low = lower
      var high = upper
      var beta = start
      var found = loss(beta)
      for _ in 0..<200 {
        if found.isSeparated, found.slope < 0 || found.value == 0 {
          return (upper, .separated, found)
        }
        if found.slope == 0 { break }
        if beta == lower, found.slope > 0 { return (lower, .lower, found) }
        if beta == upper, found.slope < 0 { return (upper, .upper, found) }
        if found.slope > 0 { high = beta } else { low = beta }
        var next = beta - found.slope / found.curvature
        // Newton's step squares the error: from here there is nothing more to see in Double.
        if abs(next - beta) <= 1e-7 * beta, next >= lower, next <= upper {
          return (next, .inside, found)
        }
        if !(next > low && next < high) {
          let isOutside = found.slope > 0 ? low == lower : high == upper
          // A bound that was not looked at yet may be the answer; else halve the bracket.
          next = isOutside ? (found.slope > 0 ? low : high) : (low * high).squareRoot()
        }
        if next == beta { break }
        beta = next
        found = loss(beta)
      }
      return (beta, .inside, found)
    }
  }
}
