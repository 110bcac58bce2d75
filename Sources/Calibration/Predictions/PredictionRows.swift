public import ArrayFiles

/// Logits or probabilities in a file, `[samples, classes]`, taken some rows at a time and checked on the
/// way: what is in memory does not depend on the number of samples.
///
/// That holds for NPY, stored NPZ and safetensors files in row-major order and the machine's byte order;
/// others are brought into memory when they are opened.
public struct PredictionRows: Sendable {
  /// What the numbers are; somebody has to say so, it is never guessed.
  public enum Kind: String, Sendable, Codable {
    case logits, probabilities
  }

  public let kind: Kind
  public let samples: Int
  /// At least 2.
  public let classes: Int

  private let source: LocatedArray

  /// Names under which a file with several arrays may hold the labels; a table has them in such a column.
  static let labelNames = ["labels", "label"]

  /// Opens a file, or an array of it, as ``ArrayFile/read(_:names:others:)`` finds it.
  /// - Throws: `FileProblem` when it cannot be read, or holds no matrix of floating-point numbers.
  public init(_ path: String, kind: Kind) throws(FileProblem) {
    try self.init(
      try ArrayFile.read(path, names: [kind.rawValue], others: Self.labelNames), kind: kind)
  }

  /// A leading axis of extent 1 is one too many, and dropped.
  /// - Throws: `FileProblem` for anything but a matrix of floating-point numbers with a row or more and
  ///   2 columns or more.
  public init(_ source: LocatedArray, kind: Kind) throws(FileProblem) {
    var array = source.array
    if array.shape.count > 2 { array = array.droppingLeadingUnitAxis }
    guard array.elementType.isFloatingPoint else {
      throw source.problem(
        "\(kind.rawValue) of type \(array.elementType); floating-point numbers were expected")
    }
    guard array.shape.count == 2, array.shape[1] >= 2 else {
      throw source.problem(
        "shape \(array.shape); \(kind.rawValue) are [samples, classes] with 2 classes or more")
    }
    guard array.shape[0] > 0 else { throw source.problem("it holds no samples") }
    self.kind = kind
    self.source = source.with(array)
    samples = array.shape[0]
    classes = array.shape[1]
  }

  /// The rows as probabilities, the softmax of logits.
  /// - Throws: `FileProblem` for numbers that cannot be what they were said to be, by row and column.
  public func probabilities(_ rows: Range<Int>) throws(FileProblem) -> Probabilities {
    switch kind {
    case .logits: softmax(try logits(rows))
    case .probabilities: try checkedProbabilities(rows)
    }
  }

  /// The rows as logits; of probabilities log(max(p, 1e-20)).
  /// - Throws: `FileProblem` as ``probabilities(_:)``.
  public func logits(_ rows: Range<Int>) throws(FileProblem) -> Logits {
    guard kind == .logits else { return try checkedProbabilities(rows).logarithms }
    let logits = matrix(rows)
    if let (value, row, column) = logits.firstInvalidLogit {
      throw source.problem(
        at: "row \(rows.lowerBound + row), column \(column)",
        "\(value); a number or -inf was expected")
    }
    return logits
  }

  /// Ranges that cover all rows, each of at most `values` numbers (and at least one row).
  public func ranges(values: Int = 1 << 21) -> [Range<Int>] {
    let size = max(1, values / classes)
    return stride(from: 0, to: samples, by: size).map { $0..<min($0 + size, samples) }
  }

  private func checkedProbabilities(_ rows: Range<Int>) throws(FileProblem) -> Probabilities {
    let values = matrix(rows)
    switch values.probabilityFlaw {
    case .value(let value, let row, let column):
      throw source.problem(
        at: "row \(rows.lowerBound + row), column \(column)",
        "\(value); a number from 0 to 1 was expected")
    case .sum(let sum, let row):
      throw source.problem(
        at: "row \(rows.lowerBound + row)",
        "probabilities sum to \(sum); 1 was expected (are these logits?)")
    case nil: break
    }
    // In float32 a probability may move across the edge of a bin.
    return source.array.elementType == .float64
      ? Probabilities(source.array.rows(rows).doubles(), classes: classes)
      : Probabilities(unscaled: values)
  }

  private func matrix(_ rows: Range<Int>) -> Logits {
    let part = rows.count == samples ? source.array : source.array.rows(rows)
    return part.elementType == .float32
      ? Logits(bytes: part.bytes, classes: classes) : Logits(part.floats(), classes: classes)
  }
}
