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

  /// - Returns: `[samples]`
  /// - Throws: `FileProblem` for anything but one integer in `0 ..< classes` a sample.
  public static func labels(
    _ path: String, samples: Int, classes: Int
  ) throws(FileProblem) -> [Int] {
    try labels(
      try ArrayFile.read(path, names: PredictionRows.labelNames, isColumn: true),
      samples: samples, classes: classes
    ).labels
  }

  /// The labels of some rows; a column of the same table is read as the rows were.
  static func labels(
    of rows: PredictionRows, at path: String
  ) throws(FileProblem) -> (labels: [Int], notes: [String]) {
    let isSame = PredictionRows.isSameFile(path, rows.source.path)
    let source = try ArrayFile.read(
      path, names: PredictionRows.labelNames, isColumn: true, columnNames: rows.classNames ?? [],
      choice: TableChoice(header: isSame ? rows.source.table?.header ?? .automatic : .automatic))
    return try labels(
      source, samples: rows.samples, classes: rows.classes, classNames: rows.classNames)
  }

  static func labels(
    _ source: LocatedArray, samples: Int, classes: Int, classNames: [String]? = nil
  ) throws(FileProblem) -> (labels: [Int], notes: [String]) {
    var source = source
    var array = source.array
    if array.shape.count > 1 { array = array.droppingLeadingUnitAxis }
    if array.shape.count == 2, array.shape[1] == 1 {
      array = NumericArray(
        shape: [array.shape[0]], elementType: array.elementType, bytes: array.bytes)
    }
    guard array.shape.count == 1 else {
      throw source.problem("shape \(array.shape); one label a sample was expected")
    }
    source = source.with(array)
    if source.table?.holdsNames == true, let classNames {
      return try named(source, samples: samples, classNames)
    }
    var notes: [String] = []
    if source.table?.mayBeginWithName == true, array.count == samples + 1 {
      source = source.droppingFirstRow()
      notes = [
        "\(source.path): the first line, 0, is taken for the column's name, as there are \(samples) samples"
      ]
    }
    guard source.array.count == samples else {
      throw source.problem("\(source.array.count) labels for \(samples) samples")
    }
    let labels = try integers(source) { source.problem(row: $0, $1) }
    if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw source.problem(
        row: row,
        "label \(labels[row]); 0 to \(classes - 1) was expected for \(classes) classes"
          + (labels.min() == 1 && labels.max() == classes ? " (do they count from 1?)" : ""))
    }
    return (labels, notes + countingNotes(labels, classes: classes, path: source.path))
  }

  /// Says of labels without a 0 that they are taken to count from 0; empty for others.
  package static func countingNotes(_ labels: [Int], classes: Int, path: String) -> [String] {
    guard let least = labels.min(), least > 0, classes > 2 else { return [] }
    return [
      "\(path): no label is \(least == 1 ? "0" : "below \(least)"); they are taken to count from 0, and "
        + "are all off by one if they count from 1"
    ]
  }

  /// Labels that were names of classes. Where the first line of a file with nothing else is such a name, the number
  /// of samples tells whether it is a label.
  private static func named(
    _ source: LocatedArray, samples: Int, _ classNames: [String]
  ) throws(FileProblem) -> (labels: [Int], notes: [String]) {
    var labels = try integers(source) { source.problem(row: $0, $1) }
    var notes = ["\(source.path): labels are taken by the names of the classes"]
    if let table = source.table, !table.isChosen, let title = table.names?.first,
      let first = classNames.firstIndex(of: title)
    {
      let isLabel = labels.count == samples - 1
      if isLabel { labels.insert(first, at: 0) }
      notes.append(
        "\(source.path): the first line, \(title), is taken for "
          + (isLabel ? "a label" : "the column's name") + ", as there are \(samples) samples")
    }
    guard labels.count == samples else {
      throw source.problem("\(labels.count) labels for \(samples) samples")
    }
    return (labels, notes)
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

  /// `[samples, experts, classes]` as one value for each expert.
  static func expertLogits(
    _ source: LocatedArray, samples: Int, classes: Int
  ) throws(FileProblem) -> [Logits] {
    let array = source.array
    guard array.shape.count == 3, array.shape[0] == samples, array.shape[1] > 0,
      array.shape[2] == classes, array.elementType.isFloatingPoint
    else {
      throw source.problem(
        "shape \(array.shape) of \(array.elementType); "
          + "floating-point [\(samples), experts, \(classes)] was expected")
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
