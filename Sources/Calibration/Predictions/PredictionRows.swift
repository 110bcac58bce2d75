public import ArrayFiles
import Foundation

/// Logits or probabilities in a file, `[samples, classes]`, taken some rows at a time and checked on the
/// way: what is in memory does not depend on the number of samples.
///
/// Of an ensemble they may be `[samples, experts, classes]`, when it is said how the experts are combined.
///
/// That holds for NPY, stored NPZ and safetensors files in row-major order and the machine's byte order;
/// others are brought into memory when they are opened.
public struct PredictionRows: Sendable {
  /// What the numbers are; somebody has to say so, it is never guessed.
  public enum Kind: String, Sendable, Codable {
    case logits, probabilities
  }

  /// What the numbers are said to be.
  public let kind: Kind
  /// Rows, one a sample; at least 1.
  public let samples: Int
  /// At least 2.
  public let classes: Int
  /// How the experts' numbers become the ensemble's; `nil` for an array of two axes.
  public let combination: EnsembleCombination?
  /// Experts in the array, at least 1.
  public let experts: Int

  /// What is taken off the logits before they are rounded to single precision; `nil` for nothing.
  public let shift: LogitShift?

  let source: LocatedArray
  /// What else was there and was not read; `nil` for nothing.
  var choiceNote: String?
  /// Names that lie beside the scores; `nil` where there are none.
  let given: GivenClassNames?
  /// In class order, from beside the scores or else from the header of a table; `nil` when there are none.
  public var classNames: [String]? { given?.names ?? columnNames }
  /// Likewise, from the header of a table alone.
  var columnNames: [String]? { experts == 1 ? source.table?.names : nil }

  /// Names under which a file with several arrays may hold the labels; a table has them in such a column.
  static let labelNames = ["labels", "label"]
  /// Other words for them, in small letters, which the only such column beside others or array may be called.
  static let labelWords = [
    "target", "targets", "class", "class_id", "classid", "class_idx", "y", "y_true", "ytrue", "gt",
    "truth", "ground_truth", "groundtruth", "true_label", "truelabel", "true_class", "actual",
    "label_id", "label_idx",
  ]

  /// Opens a file, or an array of it, as `ArrayFile` finds it.
  /// - Parameters:
  ///   - path: the file, or an array in it.
  ///   - kind: what the numbers are.
  ///   - combination: how those of experts are combined.
  ///   - labels: where the labels are: a column of the same table is no score.
  ///   - uncertainties: where it is said how unsure each answer is, likewise.
  ///   - choice: how a table is read where it does not say itself.
  ///   - shift: what was taken off the logits of others that these are compared with.
  /// - Throws: `FileProblem` when it cannot be read, holds no matrix of numbers, or is a table
  ///   in which a column may be something else than scores.
  public init(
    _ path: String, kind: Kind, combination: EnsembleCombination? = nil, labels: String? = nil,
    uncertainties: UncertaintyFile? = nil, choice: TableChoice = TableChoice(),
    shift: LogitShift? = nil
  ) throws(FileProblem) {
    let names = combination != nil && kind == .logits ? ["expert_logits"] : []
    let ofLabels = labels.flatMap { Self.labelColumn($0, in: path) }
    let ofUncertainties = uncertainties.flatMap { Self.column(of: $0, in: path) }
    let source = try ArrayFile.read(
      path, names: names + [kind.rawValue],
      others: Self.labelNames + [ofLabels, ofUncertainties].compactMap { $0 }, choice: choice,
      axes: combination == nil ? 2 : 3)
    try Self.check(source, without: ofLabels, of: "the labels")
    try Self.check(source, without: ofUncertainties, of: uncertainties.map(\.title) ?? "")
    try Self.check(source, is: kind, chosen: ArrayFile.name(in: path) != nil)
    try self.init(source, kind: kind, combination: combination, shift: shift)
  }

  /// The column of a table that holds the labels; `nil` when they are elsewhere.
  static func labelColumn(_ labels: String, in path: String) -> String? {
    guard isSameFile(labels, path) else { return nil }
    let table = try? ArrayFile.table(ArrayFile.path(of: labels))
    return ArrayFile.name(in: labels) ?? table?.synonym(of: labelNames, labelWords)
  }

  /// The column of a table that says how unsure each answer is; `nil` when that is elsewhere.
  static func column(of uncertainties: UncertaintyFile, in path: String) -> String? {
    guard isSameFile(uncertainties.path, path) else { return nil }
    return ArrayFile.name(in: uncertainties.path) ?? uncertainties.name
  }

  /// - Throws: `FileProblem` when a column that holds something else was chosen as a score.
  static func check(
    _ source: LocatedArray, without name: String?, of what: String
  ) throws(FileProblem) {
    guard let name, let table = source.table,
      let column = table.places.indices.first(where: {
        table.names?[$0] ?? String(table.places[$0] + 1) == name
      })
    else { return }
    throw source.problem("\(table.title(column)) holds \(what); it cannot be a score as well")
  }

  /// - Throws: `FileProblem` when the only array of a file, which nobody chose, has the name of the other kind.
  private static func check(
    _ source: LocatedArray, is kind: Kind, chosen isChosen: Bool
  ) throws(FileProblem) {
    let other: Kind = kind == .logits ? .probabilities : .logits
    let names =
      kind == .logits
      ? ["probabilities", "probability", "probs", "prob", "softmax"] : ["logits", "logit"]
    guard !isChosen, source.table == nil, names.contains(source.name.lowercased()) else { return }
    throw source.problem(
      "its only array is called as \(other.rawValue) are, and \(kind.rawValue) were asked for: "
        + "--\(other.rawValue) reads it as such, \("\(source.path):\(source.name)".shellWord) as \(kind.rawValue)"
    )
  }

  /// Whether two places are in one file.
  package static func isSameFile(_ first: String, _ second: String) -> Bool {
    let urls = [first, second].map {
      URL(fileURLWithPath: ArrayFile.path(of: $0)).resolvingSymlinksInPath().standardizedFileURL
        .path
    }
    return urls[0] == urls[1]
  }

  /// A leading axis of extent 1 is one too many, and dropped, unless the array has experts.
  /// - Throws: `FileProblem` for anything but a matrix of numbers with a row or more and
  ///   2 columns or more; with a combination, for anything but `[samples, experts, classes]`.
  public init(
    _ source: LocatedArray, kind: Kind, combination: EnsembleCombination? = nil,
    shift: LogitShift? = nil
  ) throws(FileProblem) {
    var array = source.array
    if array.shape.count > 2, combination == nil { array = array.droppingLeadingUnitAxis }
    guard array.elementType != .bool else {
      throw source.problem("\(kind.rawValue) of type \(array.elementType); numbers were expected")
    }
    if combination == nil, array.shape.count == 3, array.shape[2] >= 2 {
      let known = EnsembleCombination.allCases.map(\.rawValue).joined(separator: " or ")
      throw source.problem(
        "shape \(array.shape); \(kind.rawValue) are [samples, classes]. If the second axis is experts, "
          + "say how they are combined: \(known)")
    }
    let axes = combination == nil ? 2 : 3
    guard array.shape.count == axes, array.shape[axes - 1] >= 2,
      array.shape[axes - 2] > 0 || axes == 2
    else {
      throw source.problem(
        "shape \(array.shape); \(kind.rawValue) "
          + (combination.map { "to be combined by \($0.rawValue) are [samples, experts, classes]" }
            ?? "are [samples, classes]") + " with 2 classes or more" + Self.oneScore(array, kind))
    }
    guard array.shape[0] > 0 else { throw source.problem("it holds no samples") }
    // Whole numbers, as a table may have them too.
    if !array.elementType.isFloatingPoint {
      array = NumericArray(array.doubles(), shape: array.shape)
    }
    try ScoreColumns.check(source, kind: kind)
    try ArrayColumns.check(source.with(array), kind: kind)
    given = try GivenClassNames.beside(source, classes: array.shape[axes - 1])
    self.kind = kind
    self.combination = combination
    self.source = source.with(array)
    samples = array.shape[0]
    classes = array.shape[axes - 1]
    experts = axes == 3 ? array.shape[1] : 1
    self.shift =
      kind == .logits && array.elementType == .float64
      ? LogitShift.needed(by: array, asFor: shift) : nil
  }

  /// What the one score a sample of a binary classifier lacks, as " (…)"; empty for other arrays.
  private static func oneScore(_ array: NumericArray, _ kind: Kind) -> String {
    guard array.shape.count == 1 || array.shape.count == 2 && array.shape[1] == 1 else { return "" }
    return kind == .logits
      ? " (one logit z of a binary classifier? Its two classes have the logits 0 and z)"
      : " (one probability p of a binary classifier? Its two classes have 1 - p and p)"
  }

  /// The rows as probabilities, the softmax of logits.
  /// - Throws: `FileProblem` for numbers that cannot be what they were said to be, by row and column.
  public func probabilities(_ rows: Range<Int>) throws(FileProblem) -> Probabilities {
    guard let combination else {
      guard kind == .logits else { return try checkedProbabilities(rows) }
      return softmax(try logits(rows))
    }
    guard kind == .logits else {
      return combination.probabilities(split(try checkedProbabilities(rows)))
    }
    return combination.probabilities(try expertLogits(rows).map { softmax($0) })
  }

  /// The rows as logits; of probabilities log(max(p, 1e-20)).
  /// - Throws: `FileProblem` as ``probabilities(_:)``.
  public func logits(_ rows: Range<Int>) throws(FileProblem) -> Logits {
    if let combination { return combination.logits(try expertLogits(rows)) }
    return try allLogits(rows)
  }

  /// The rows of each expert as logits, in order; of two axes the only one.
  /// - Throws: `FileProblem` as ``probabilities(_:)``.
  public func expertLogits(_ rows: Range<Int>) throws(FileProblem) -> [Logits] {
    let logits = try allLogits(rows)
    guard experts > 1 else { return [logits] }
    return (0..<experts).map { expert in
      logits.selecting((0..<rows.count).map { $0 * experts + expert })
    }
  }

  /// One row a sample and expert.
  private func allLogits(_ rows: Range<Int>) throws(FileProblem) -> Logits {
    guard kind == .logits else { return try checkedProbabilities(rows).logarithms }
    let logits = matrix(rows)
    switch logits.logitFlaw {
    case .value(let value, let row, let column):
      throw problem(row, rows, column: column, "\(value); a number or -inf was expected")
    case .noClass(let row):
      throw problem(row, rows, "all logits are -inf; one class or more must be possible")
    case nil: return logits
    }
  }

  /// What is wrong with a row of the matrix.
  private func problem(
    _ row: Int, _ rows: Range<Int>, column: Int? = nil, _ words: String
  ) -> FileProblem {
    let (sample, expert) = row.quotientAndRemainder(dividingBy: experts)
    return source.problem(
      row: rows.lowerBound + sample, column: column,
      detail: combination == nil ? "" : "expert \(expert + 1)", words)
  }

  private func split(_ probabilities: Probabilities) -> [Probabilities] {
    let values = probabilities.values
    return (0..<experts).map { expert in
      Probabilities(
        stride(from: expert, to: probabilities.samples, by: experts).flatMap {
          values[$0 * classes..<($0 + 1) * classes]
        }, classes: classes)
    }
  }

  /// Ranges that cover all rows, each of at most `values` numbers (and at least one row).
  public func ranges(values: Int = 1 << 21) -> [Range<Int>] {
    let size = max(1, values / (classes * experts))
    return stride(from: 0, to: samples, by: size).map { $0..<min($0 + size, samples) }
  }

  private func checkedProbabilities(_ rows: Range<Int>) throws(FileProblem) -> Probabilities {
    let values = matrix(rows)
    let check = values.probabilityCheck
    switch check.flaw {
    case .value(let value, let row, let column):
      throw problem(
        row, rows, column: column,
        "\(value); a number from 0 to 1 was expected\(values.reasonOutside(row: row))")
    case .sum(let sum, let row):
      throw problem(
        row, rows,
        "probabilities sum to \(sum); 1 was expected\(Logits.reason(sum: sum, classes: classes))")
    case nil: break
    }
    // In float32 a probability may move across the edge of a bin.
    let isDouble = source.array.elementType == .float64
    guard check.leavesRange else {
      return isDouble
        ? Probabilities(source.array.rows(rows).doubles(), classes: classes)
        : Probabilities(unscaled: values)
    }
    let numbers = isDouble ? source.array.rows(rows).doubles() : values.values.map { Double($0) }
    return Probabilities(numbers.map { min(max($0, 0), 1) }, classes: classes)
  }

  /// One row a sample and expert.
  func matrix(_ rows: Range<Int>) -> Logits {
    let part = rows.count == samples ? source.array : source.array.rows(rows)
    if part.elementType == .float32 { return Logits(bytes: part.bytes, classes: classes) }
    return Logits(shift?.floats(part) ?? part.floats(), classes: classes)
  }
}
