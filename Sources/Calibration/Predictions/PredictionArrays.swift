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
      try ArrayFile.read(path, names: ["features"], others: PredictionRows.labelNames),
      samples: samples)
  }

  static func features(_ source: LocatedArray, samples: Int) throws(FileProblem) -> Features {
    let array = source.array.shape.count > 2 ? source.array.droppingLeadingUnitAxis : source.array
    guard array.shape.count == 2, array.shape[1] > 0, array.elementType.isFloatingPoint else {
      throw source.problem(
        "shape \(array.shape) of \(array.elementType); floating-point [samples, width] was expected"
      )
    }
    guard array.shape[0] == samples else {
      throw source.problem("\(array.shape[0]) feature rows for \(samples) samples")
    }
    let features = Features(array.floats(), width: array.shape[1])
    if let index = features.values.firstIndex(where: { !$0.isFinite }) {
      throw source.problem(
        row: index / features.width, column: index % features.width,
        "\(features.values[index]); a finite number was expected")
    }
    return features
  }

  /// Integers, one a class, in class order: a JSON array, or an array file.
  public static func classCounts(_ path: String, classes: Int) throws(FileProblem) -> [Int] {
    guard ArrayFormat(path: path) == nil, path.lowercased().hasSuffix(".json") else {
      return try classCounts(try ArrayFile.read(path, names: ["class_counts"]), classes: classes)
    }
    let counts: [Int]
    do {
      counts = try JSONDecoder().decode(
        [Int].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch is DecodingError {
      throw FileProblem(path, "not a JSON array of integers")
    } catch {
      throw FileProblem.unreadable(path, error)
    }
    return try checkedCounts(counts, classes: classes) { FileProblem(path, at: $0, $1) }
  }

  static func classCounts(_ source: LocatedArray, classes: Int) throws(FileProblem) -> [Int] {
    var source = source
    if source.table?.mayBeginWithName == true, source.array.count == classes + 1 {
      source = source.droppingFirstRow()
    }
    let counts = try integers(source) { source.problem(at: "class \($0)", $1) }
    return try checkedCounts(counts, classes: classes) { source.problem(at: $0, $1) }
  }

  private static func checkedCounts(
    _ counts: [Int], classes: Int, _ problem: (String, String) -> FileProblem
  ) throws(FileProblem) -> [Int] {
    guard counts.count == classes else {
      throw problem("", "\(counts.count) counts for \(classes) classes")
    }
    if let index = counts.firstIndex(where: { $0 < 0 }) {
      throw problem("class \(index)", "count \(counts[index]); 0 or more was expected")
    }
    return counts
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
      throw problem(index, "\(source.array.doubles()[index]); a whole number was expected")
    }
  }
}
