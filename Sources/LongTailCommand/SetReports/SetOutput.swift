import ArrayFiles
import Calibration

/// Prediction sets on their way into a file.
struct SetOutput {
  /// What the file holds, by its name.
  enum Kind {
    case table, matrix

    init?(path: String) {
      if path.lowercased().hasSuffix(".csv") {
        self = .table
      } else if path.lowercased().hasSuffix(".npy") {
        self = .matrix
      } else {
        return nil
      }
    }
  }

  let path: String
  let predictor: SetPredictor

  /// Writes the whole file, or nothing.
  /// - Throws: `FileProblem` when rows cannot be read, the file cannot be written, or a stop was asked for.
  func write(_ rows: ProbabilityRows, stop: StopRequest) throws {
    switch Kind(path: path) {
    case .matrix: try writeMatrix(rows, stop)
    case .table, nil: try writeTable(rows, stop)
    }
  }

  private func forEachBlock(
    _ rows: ProbabilityRows, _ stop: StopRequest,
    _ body: (Range<Int>, Probabilities, PredictionSets) throws -> Void
  ) throws {
    for block in rows.ranges {
      guard !stop.isRequested else {
        throw FileProblem(path, "stopped before the end; nothing was written")
      }
      let probabilities = try rows.probabilities(block)
      try body(block, probabilities, try predictor.sets(for: probabilities))
    }
  }

  private func writeMatrix(_ rows: ProbabilityRows, _ stop: StopRequest) throws {
    let writer = try NPYRowWriter(
      path: path, shape: [rows.samples, rows.classes], elementType: .uint8)
    try forEachBlock(rows, stop) { block, _, sets in
      var values = [UInt8](repeating: 0, count: block.count * rows.classes)
      for sample in 0..<block.count {
        for label in sets[sample] { values[sample * rows.classes + label] = 1 }
      }
      try writer.append(values)
    }
    try writer.finish()
  }

  private func writeTable(_ rows: ProbabilityRows, _ stop: StopRequest) throws {
    try AtomicFile.write(to: path) { writer in
      try writer.write("row,size,abstains,classes,probabilities\n")
      try forEachBlock(rows, stop) { block, probabilities, sets in
        for sample in 0..<block.count {
          let members = sets[sample].map { (label: $0, probability: probabilities[sample, $0]) }
            .sorted { ($1.probability, $0.label) < ($0.probability, $1.label) }
          let classes = members.map { "\($0.label)" }.joined(separator: " ")
          let shares = members.map { "\($0.probability)" }.joined(separator: " ")
          try writer.write(
            "\(block.lowerBound + sample),\(members.count),\(sets.abstains(sample)),\(classes),\(shares)\n"
          )
        }
      }
    }
  }
}
