import Foundation

/// Squared kernel calibration error of the top label (Widmann et al., 2019): the unbiased mean, over all
/// pairs of samples, of (right − confidence)(right' − confidence') exp(−|confidence − confidence'| / width).
///
/// It averages 0 for a calibrated model, and may be negative. With this kernel, sorted confidences give
/// the sum over all pairs in one pass, so that no blocks are needed for large sets.
public struct KernelCalibrationError: Sendable, Equatable {
  /// Width of the kernel, in units of confidence.
  public var width = 0.2

  public init(width: Double = 0.2) { self.width = width }

  /// - Returns: `nil` for fewer than two samples.
  public func callAsFunction(confidences: [Double], correct: [Bool]) -> Double? {
    precondition(width > 0, "kernel width \(width); it must be positive")
    let count = confidences.count
    guard count > 1 else { return nil }
    var total = CompensatedSum()
    // Σ over the samples before, each faded by the distance to the present one.
    var before = 0.0
    var last = 0.0
    for place in RadixOrder.ascending(confidences) {
      let confidence = confidences[Int(place)]
      let residual = (correct[Int(place)] ? 1 : 0) - confidence
      before *= exp(-(confidence - last) / width)
      total += residual * before
      before += residual
      last = confidence
    }
    return 2 * total.value / (Double(count) * Double(count - 1))
  }
}
