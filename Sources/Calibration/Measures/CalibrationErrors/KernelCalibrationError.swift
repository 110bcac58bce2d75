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
    self(
      confidences: confidences, correct: correct, weights: nil,
      order: RadixOrder.ascending(confidences))
  }

  /// - Parameters:
  ///   - confidences: `[samples]`
  ///   - correct: `[samples]`, which of them were right.
  ///   - weights: `[samples]`, 0 or more; `nil` when all count the same. A pair counts by their product.
  ///   - order: positions of the samples by ascending confidence.
  /// - Returns: `nil` for fewer than two samples of some weight.
  func callAsFunction(
    confidences: [Double], correct: [Bool], weights: [Double]?, order: [Int32]
  ) -> Double? {
    precondition(width > 0, "kernel width \(width); it must be positive")
    var total = CompensatedSum()
    var mass = 0.0
    var squares = 0.0
    // Σ over the samples before, each faded by the distance to the present one.
    var before = 0.0
    var last = 0.0
    for place in order {
      let confidence = confidences[Int(place)]
      let weight = weights?[Int(place)] ?? 1
      let residual = weight * ((correct[Int(place)] ? 1 : 0) - confidence)
      before *= exp(-(confidence - last) / width)
      total += residual * before
      before += residual
      last = confidence
      mass += weight
      squares += weight * weight
    }
    let pairs = mass * mass - squares
    return pairs > 1e-9 * squares ? 2 * total.value / pairs : nil
  }
}

extension KernelCalibrationError: ResampledMeasure {
  public var name: String { "kernel_error" }
  public var title: String { "kernel error" }
  public var summary: String { "squared kernel calibration error; may be negative" }
  public var direction: MeasureDirection { .zeroIsBest }
  public var need: MeasureNeed { .confidences }
  public var isRecorded: Bool { false }
  public var resampling: Resampling { .percentile }

  public func convention(_ settings: MeasureSettings) -> String {
    "skce/top-label/laplacian\(width)/unbiased"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(
      self(
        confidences: evidence.confidences, correct: evidence.correct, weights: evidence.weights,
        order: evidence.order), otherwise: "it needs two samples")
  }

  public func value(of draw: ResampledOutcomes) -> Double? {
    self(
      confidences: draw.confidences, correct: draw.correct, weights: draw.weights,
      order: draw.order)
  }
}
