import ArrayFiles
public import Calibration

/// Prediction sets on their way into a file.
///
/// A `.csv` file has a line a sample: its row, the size of its set, whether it has no answer, and the classes
/// with their probabilities, the most probable first. Classes are numbers from 0; where they have names, the last column
/// has these, with ` | ` between them. A `.npy` file is uint8, `[samples, classes]`, with 1 for
/// what is in the set.
public struct SetOutput {
  /// What the file holds, by its name.
  public enum Kind: Sendable {
    case table, matrix

    /// `nil` for a name that ends in neither `.csv` nor `.npy`.
    public init?(path: String) {
      switch ArrayFormat(path: path) {
      case .csv: self = .table
      case .npy: self = .matrix
      default: return nil
      }
    }
  }

  let path: String
  let predictor: SetPredictor

  /// - Parameters:
  ///   - path: a `.csv` or `.npy` file to write; another name gets the lines of a `.csv` file.
  ///   - predictor: makes the sets.
  public init(path: String, predictor: SetPredictor) {
    self.path = path
    self.predictor = predictor
  }

  /// Writes the whole file, or nothing.
  /// - Parameters:
  ///   - rows: `[samples, classes]`, for as many classes as the predictor has.
  ///   - shouldStop: is asked between blocks of rows.
  /// - Throws: `FileProblem` when rows cannot be read, the file cannot be written, or a stop was asked for.
  public func write(_ rows: ProbabilityRows, shouldStop: () -> Bool = { false }) throws {
    switch Kind(path: path) {
    case .matrix: try writeMatrix(rows, shouldStop)
    case .table, nil: try writeTable(rows, shouldStop)
    }
  }

  /// Which class is which in the file, for its reader.
  /// - Parameter rows: those that sets are made for.
  /// - Returns: a line.
  public func orderNote(for rows: ProbabilityRows) -> String {
    let numbers =
      if case .matrix = Kind(path: path) { "its columns are the classes" } else {
        "its classes are numbers from 0"
      }
    return
      "\(path): \(numbers), in the order of "
      + (names(for: rows).map { CSVTable.list($0) }
        ?? "the columns of the scores, which nobody named")
  }

  /// In class order; `nil` where nobody named the classes.
  private func names(for rows: ProbabilityRows) -> [String]? {
    predictor.classNames ?? rows.classNames
  }

  private func forEachBlock(
    _ rows: ProbabilityRows, _ shouldStop: () -> Bool,
    _ body: (Range<Int>, Probabilities, PredictionSets) throws -> Void
  ) throws {
    for block in rows.ranges {
      guard !shouldStop() else {
        throw FileProblem(path, "stopped before the end; nothing was written")
      }
      let probabilities = try rows.probabilities(block)
      try body(block, probabilities, try predictor.sets(for: probabilities))
    }
  }

  private func writeMatrix(_ rows: ProbabilityRows, _ shouldStop: () -> Bool) throws {
    let writer = try NPYRowWriter(
      path: path, shape: [rows.samples, rows.classes], elementType: .uint8)
    try forEachBlock(rows, shouldStop) { block, _, sets in
      var values = [UInt8](repeating: 0, count: block.count * rows.classes)
      for sample in 0..<block.count {
        for label in sets[sample] { values[sample * rows.classes + label] = 1 }
      }
      try writer.append(values)
    }
    try writer.finish()
  }

  private func writeTable(_ rows: ProbabilityRows, _ shouldStop: () -> Bool) throws {
    let names = names(for: rows)
    try AtomicFile.write(to: path) { writer in
      try writer.write(
        "row,size,abstains,classes,probabilities\(names == nil ? "" : ",names")\n")
      try forEachBlock(rows, shouldStop) { block, probabilities, sets in
        for sample in 0..<block.count {
          let members = sets[sample].map { (label: $0, probability: probabilities[sample, $0]) }
            .sorted { ($1.probability, $0.label) < ($0.probability, $1.label) }
          let classes = members.map { "\($0.label)" }.joined(separator: " ")
          let shares = members.map { "\($0.probability)" }.joined(separator: " ")
          let titles =
            names.map { names in
              "," + members.map { names[$0.label] }.joined(separator: " | ").csvField
            } ?? ""
          try writer.write(
            "\(block.lowerBound + sample),\(members.count),\(sets.abstains(sample)),\(classes),\(shares)\(titles)\n"
          )
        }
      }
    }
  }
}
