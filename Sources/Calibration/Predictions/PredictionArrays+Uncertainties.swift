import ArrayFiles

/// How unsure answers are, by another account than their probabilities.
extension PredictionArrays {
  /// Uncertainties, and how they were understood.
  struct FoundUncertainties {
    /// `[samples]`, the larger, the less sure; finite.
    var values: [Double]
    /// A line each.
    var notes: [String] = []
    /// Doubts that decide whether a figure is right, a line each.
    var warnings: [String] = []
  }

  /// The uncertainties of some rows; a column of the same table is read as the rows were.
  /// - Parameters:
  ///   - file: where they are, and which way they go.
  ///   - rows: the scores.
  ///   - labels: the labels of the rows; tables beside each other must have the samples in one order.
  /// - Returns: a number a row, and how they were understood.
  /// - Throws: `FileProblem` for anything but one finite number a sample, and for samples in another order.
  static func uncertainties(
    _ file: UncertaintyFile, of rows: PredictionRows, labels: LocatedArray?
  ) throws(FileProblem) -> FoundUncertainties {
    let isSame = PredictionRows.isSameFile(file.path, rows.source.path)
    let source = try ArrayFile.read(
      file.path, names: [file.name], isColumn: true,
      // The header option is the scores'.
      choice: isSame ? TableChoice(header: rows.source.table?.header ?? .automatic) : nil)
    var found = try uncertainties(source, of: rows, labels: labels)
    if file.isConfidence { found.values = found.values.map { -$0 } }
    let direction = file.isConfidence ? "surer" : "less sure"
    found.notes.insert(
      "\(source.path): the larger a number, the \(direction) an answer is taken to be", at: 0)
    return found
  }

  /// The array `uncertainty` beside the scores; `nil` where there is none.
  static func uncertainties(
    in arrays: ArrayCollection, of rows: PredictionRows, labels: LocatedArray?
  ) throws(FileProblem) -> FoundUncertainties? {
    try arrays.array(UncertaintyFile.arrayName, isColumn: true).map { source throws(FileProblem) in
      try uncertainties(source, of: rows, labels: labels)
    }
  }

  private static func uncertainties(
    _ source: LocatedArray, of rows: PredictionRows, labels: LocatedArray?
  ) throws(FileProblem) -> FoundUncertainties {
    let array = oneAxis(source.array)
    guard array.shape.count == 1, array.elementType != .bool else {
      throw source.problem(
        "shape \(source.array.shape) of \(source.array.elementType); one number a sample was expected"
      )
    }
    guard array.count == rows.samples else {
      throw source.problem(
        "\(array.count) numbers for \(rows.samples) samples\(source.table?.emptyLineHint ?? "")")
    }
    var found = FoundUncertainties(values: array.doubles())
    if let row = found.values.firstIndex(where: { !$0.isFinite }) {
      throw source.problem(row: row, "\(found.values[row]); a finite number was expected")
    }
    if !PredictionRows.isSameFile(source.path, rows.source.path) {
      let left = source.table?.leftNote.map { ["\(source.path): \($0)"] } ?? []
      let order = try SampleOrder.remarks(rows.source, labels: source)
      found.notes += left + order.notes
      found.warnings += order.warnings
    }
    if let labels, !PredictionRows.isSameFile(source.path, labels.path) {
      found.notes += try SampleOrder.remarks(labels, labels: source).notes
    }
    return found
  }
}
