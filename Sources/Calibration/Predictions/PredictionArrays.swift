public import ArrayFiles
import Foundation

/// Arrays on disk as what they mean for predictions, with every number checked.
///
/// Files of every `ArrayFormat`; of a file with several arrays the one with the usual name is taken
/// (`logits`, `probabilities`, `labels`, `features`, `class_counts`), or the one named as `FILE:NAME`.
public enum PredictionArrays {
  /// - Returns: `[samples, classes]`; float32 files are not copied.
  /// - Throws: `FileProblem` for a wrong shape or type, NaN or +∞ (its place named).
  public static func logits(_ path: String) throws(FileProblem) -> Logits {
    let rows = try PredictionRows(path, kind: .logits)
    return try rows.logits(0..<rows.samples)
  }

  /// - Returns: `[samples, classes]`, rows sum to one.
  /// - Throws: `FileProblem` also for values outside [0, 1] and rows that do not sum to one.
  public static func probabilities(_ path: String) throws(FileProblem) -> Probabilities {
    let rows = try PredictionRows(path, kind: .probabilities)
    return try rows.probabilities(0..<rows.samples)
  }

  /// - Returns: `[samples, width]`
  public static func features(_ path: String, samples: Int) throws(FileProblem) -> Features {
    try features(
      try ArrayFile.read(path, names: ["features"], others: notFeatures, axes: 2),
      samples: samples)
  }

  /// Columns of a table that are left out of features: labels, and what says which sample a row is.
  static let notFeatures = PredictionRows.labelNames + SampleKeys.names

  /// The features of some rows. Tables beside each other must have the samples in one order.
  /// - Parameters:
  ///   - path: the file.
  ///   - rows: scores of the same samples.
  /// - Returns: `[samples, width]`, what was left out of a table, and what is doubtful about the order of the samples.
  /// - Throws: `FileProblem` for what is no array of numbers, and for samples in another order.
  public static func features(
    _ path: String, of rows: PredictionRows
  ) throws(FileProblem) -> (features: Features, notes: [String], warnings: [String]) {
    let source = try ArrayFile.read(path, names: ["features"], others: notFeatures, axes: 2)
    let order = try SampleOrder.remarks(rows.source, labels: source)
    return (
      try features(source, samples: rows.samples), source.notes + order.notes, order.warnings
    )
  }

  static func features(_ source: LocatedArray, samples: Int) throws(FileProblem) -> Features {
    let array = source.array.shape.count > 2 ? source.array.droppingLeadingUnitAxis : source.array
    guard array.shape.count == 2, array.shape[1] > 0, array.elementType.isFloatingPoint else {
      throw source.problem(
        "shape \(array.shape) of \(array.elementType); floating-point [samples, width] was expected"
      )
    }
    guard array.shape[0] == samples else {
      throw source.problem(
        "\(array.shape[0]) feature rows for \(samples) samples\(source.table?.emptyLineHint ?? "")")
    }
    let features = Features(array.floats(), width: array.shape[1])
    if let index = features.values.firstIndex(where: { !$0.isFinite }) {
      throw source.problem(
        row: index / features.width, column: index % features.width,
        "\(features.values[index]); a finite number was expected")
    }
    return features
  }

  /// `[samples, experts, classes]` as one value for each expert.
  static func expertLogits(
    _ source: LocatedArray, samples: Int, classes: Int
  ) throws(FileProblem) -> [Logits] {
    let array = source.array
    guard array.shape.count == 3, array.shape[0] == samples, array.shape[1] > 0,
      array.shape[2] == classes, array.elementType != .bool
    else {
      throw source.problem(
        "shape \(array.shape) of \(array.elementType); "
          + "numbers [\(samples), experts, \(classes)] were expected")
    }
    // The combination is not used: each expert is taken by itself.
    return try PredictionRows(source, kind: .logits, combination: .meanLogits)
      .expertLogits(0..<samples)
  }

  /// Integers of the file, in whatever type its numbers are; `problem` is one with the number of a place.
  static func integers(
    _ source: LocatedArray, _ problem: (Int, String) -> FileProblem
  ) throws(FileProblem) -> [Int] {
    do {
      return try source.array.integers(acceptingWholeFloats: true)
    } catch {
      guard let index = error.index else { throw source.problem(error.description) }
      let value = source.array.doubles()[index]
      throw problem(
        index,
        error.isRounded
          ? "\(value) may have been rounded: \(source.array.elementType) has no room for every whole number of that size; "
            + "integers were expected" : "\(value); a whole number was expected")
    }
  }
}
