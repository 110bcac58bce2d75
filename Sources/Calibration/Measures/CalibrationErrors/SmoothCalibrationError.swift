import Foundation

/// Smooth calibration error (Błasiok & Nakkiran, 2024): the mean gap after smoothing with a reflected
/// Gaussian kernel whose width is that error itself. No bins.
public struct SmoothCalibrationError: Sendable, Equatable {
  /// Cells of the grid on [0, 1] on which confidences are gathered and smoothed.
  private static let cells = 1000

  public init() {}

  /// - Returns: `nil` without samples. Accurate to about half a cell, 0.0005.
  public func callAsFunction(confidences: [Double], correct: [Bool]) -> Double? {
    self(confidences: confidences, correct: correct, weights: nil)
  }

  /// As the public form, of samples that count by their weights.
  func callAsFunction(confidences: [Double], correct: [Bool], weights: [Double]?) -> Double? {
    let mass = weights?.compensatedSum() ?? Double(confidences.count)
    guard mass > 0 else { return nil }
    var residuals = [Double](repeating: 0, count: Self.cells + 1)
    for (sample, confidence) in confidences.enumerated() {
      let weight = weights?[sample] ?? 1
      // Shared between the two grid points around it.
      let place = min(max(confidence, 0), 1) * Double(Self.cells)
      let low = min(Int(place), Self.cells - 1)
      let part = place - Double(low)
      let residual = weight * ((correct[sample] ? 1 : 0) - confidence) / mass
      residuals[low] += residual * (1 - part)
      residuals[low + 1] += residual * part
    }
    return Self.fixedPoint(residuals)
  }

  /// The width that equals its own error. The error falls as the kernel widens, and narrow kernels are
  /// the cheap ones: so from below.
  private static func fixedPoint(_ residuals: [Double]) -> Double {
    var low = 1e-4
    guard smoothed(residuals, width: low) > low else { return smoothed(residuals, width: low) }
    var high = 2 * low
    while high < 1, smoothed(residuals, width: high) > high { (low, high) = (high, 2 * high) }
    high = min(high, 1)
    while high - low > 1e-7 {
      let middle = (low + high) / 2
      if smoothed(residuals, width: middle) > middle { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// ∫ |residuals ∗ kernel|, mirrored at 0 and 1.
  private static func smoothed(_ residuals: [Double], width: Double) -> Double {
    let reach = min(Int((6 * width * Double(cells)).rounded(.up)), 2 * cells)
    let weights = (0...reach).map { distance -> Double in
      let scaled = Double(distance) / Double(cells) / width
      return exp(-0.5 * scaled * scaled)
    }
    let mass = weights[0] + 2 * weights.dropFirst().reduce(0, +)
    // What the mirrors show: cell −i is cell i, and cell `cells` + i is cell `cells` − i. The ends face
    // their own image: as sources they count twice, as targets half.
    let mirrored = (-reach...cells + reach).map { place -> Double in
      var cell = place % (2 * cells)
      if cell < 0 { cell += 2 * cells }
      if cell > cells { cell = 2 * cells - cell }
      return (cell == 0 || cell == cells ? 2 : 1) * residuals[cell] / mass
    }
    var result = [Double](repeating: 0, count: cells + 1)
    result.withUnsafeMutableBufferPointer { result in
      mirrored.withUnsafeBufferPointer { mirrored in
        // Along the cells, so that the processor takes several at a time.
        for offset in -reach...reach {
          let weight = weights[abs(offset)]
          let begin = reach + offset
          for cell in 0...cells { result[cell] += weight * mirrored[begin + cell] }
        }
      }
    }
    result[0] /= 2
    result[cells] /= 2
    return result.reduce(0) { $0 + abs($1) }
  }
}

extension SmoothCalibrationError: ResampledMeasure {
  public var name: String { "smooth_ece" }
  public var title: String { "smooth ECE" }
  public var summary: String { "calibration error without bins" }
  public var need: MeasureNeed { .confidences }
  public var isRecorded: Bool { false }
  public var resampling: Resampling { .basic }

  public func convention(_ settings: MeasureSettings) -> String {
    "smooth-ece/top-label/reflected-gaussian/width=value"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(
      self(
        confidences: evidence.confidences, correct: evidence.correct, weights: evidence.weights))
  }

  public func value(of draw: ResampledOutcomes) -> Double? {
    self(confidences: draw.confidences, correct: draw.correct, weights: draw.weights)
  }
}
