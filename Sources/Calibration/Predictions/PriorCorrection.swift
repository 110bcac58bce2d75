import Foundation

/// Moves logits from the class distribution a model was trained for to another one: z + log target −
/// log source (Saerens et al., 2002).
public struct PriorCorrection: Sendable, Codable, Equatable {
  /// What is added to the logit of each class; −∞ for a class that the target excludes.
  public let offsets: [Double]

  /// Shares or counts of each class; they need not sum to one.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for lists that differ in length, negative numbers,
  ///   a sum of 0, or a source share of 0 where the target's is not.
  public init(from source: [Double], to target: [Double]) throws(CalibrationError) {
    guard source.count == target.count, source.count >= 2 else {
      throw .invalidSetting("priors of \(source.count) and of \(target.count) classes")
    }
    for (name, prior) in [("source", source), ("target", target)] {
      guard prior.allSatisfy({ $0 >= 0 && $0.isFinite }), prior.contains(where: { $0 > 0 }) else {
        throw .invalidSetting(
          "the \(name) prior needs finite numbers, 0 or more, not all of them 0")
      }
    }
    if let index = source.indices.first(where: { source[$0] == 0 && target[$0] > 0 }) {
      throw .invalidSetting(
        "class \(index) has share 0 in the source prior, but not in the target prior")
    }
    let ratio = source.reduce(0, +) / target.reduce(0, +)
    offsets = source.indices.map {
      target[$0] == 0 ? -.infinity : log(target[$0] * ratio / source[$0])
    }
  }

  /// The corrected logits.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)`` for another number of classes.
  public func callAsFunction(_ logits: Logits) throws(CalibrationError) -> Logits {
    let classes = logits.classes
    guard offsets.count == classes else {
      throw .classesDiffer(calibrator: offsets.count, data: classes)
    }
    let shifts = offsets.map { Float($0) }
    return Logits(
      logits.withUnsafeValues { values in
        values.indices.map { values[$0] + shifts[$0 % classes] }
      }, classes: classes)
  }

  /// The corrected probabilities: p · target / source, rows scaled to sum one.
  ///
  /// After a calibrator the correction belongs here: calibrated probabilities are those under the source
  /// prior, and a temperature must not soften the prior as well. A row in which only excluded classes have
  /// probability becomes uniform over the others.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)`` for another number of classes.
  public func callAsFunction(
    _ probabilities: Probabilities
  ) throws(CalibrationError) -> Probabilities {
    let classes = probabilities.classes
    guard offsets.count == classes else {
      throw .classesDiffer(calibrator: offsets.count, data: classes)
    }
    let factors = offsets.map { exp($0 - (offsets.max() ?? 0)) }
    let values = probabilities.values
    return Probabilities.filled(samples: probabilities.samples, classes: classes) { rows, target in
      for row in rows {
        let output = target + (row - rows.lowerBound) * classes
        var sum = 0.0
        for column in 0..<classes {
          output[column] = values[row * classes + column] * factors[column]
          sum += output[column]
        }
        let reached = Double(factors.count { $0 > 0 })
        for column in 0..<classes {
          output[column] = sum > 0 ? output[column] / sum : factors[column] > 0 ? 1 / reached : 0
        }
      }
    }
  }

  /// Predictions with the logits of the ensemble and of its experts corrected.
  /// - Parameters:
  ///   - predictions: of a single network or of an ensemble.
  ///   - experts: one correction an expert, where they were trained for priors of their own; `nil` corrects
  ///     them as the ensemble.
  /// - Returns: the same predictions otherwise.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)`` for another number of classes,
  ///   ``CalibrationError/invalidSetting(_:)`` for another number of experts.
  public func callAsFunction(
    _ predictions: Predictions, experts: [PriorCorrection]? = nil
  ) throws(CalibrationError) -> Predictions {
    let logits = predictions.expertLogits
    let own = experts ?? [PriorCorrection](repeating: self, count: logits.count)
    guard own.count == logits.count || logits.isEmpty else {
      throw .invalidSetting("priors of \(own.count) experts for logits of \(logits.count)")
    }
    var corrected = predictions
    corrected.logits = try self(predictions.logits)
    corrected.expertLogits = []
    for (correction, expert) in zip(own, logits) {
      corrected.expertLogits.append(try correction(expert))
    }
    return corrected
  }
}
