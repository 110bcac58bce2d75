import ArrayFiles

/// How a file was understood, for its reader.
extension PredictionRows {
  /// What a calibrator that is fitted to these rows must remember.
  public var input: InputDescription {
    InputDescription(kind: kind, classNames: classNames, shift: shift)
  }

  /// What was left out of a table, and which samples and classes were found in it: a line each, with the
  /// file; names of classes beside the scores. Other formats hold nothing that could be misunderstood.
  public var notes: [String] {
    var choice = choiceNote.map { [$0] } ?? []
    if let given, columnNames != given.names {
      choice.append("\(given.path): the classes are \(CSVTable.list(given.names))")
    }
    guard source.table != nil else { return choice }
    let shown = columnNames.map { ": " + CSVTable.list($0) }
    let samples = samples == 1 ? "1 sample" : "\(samples) samples"
    let order = columnNames.flatMap { NumberedClasses($0)?.orderNote }.map {
      ["\(source.path): \($0)"]
    }
    return choice + source.notes + [
      "\(source.path): \(samples) of \(classes) classes\(shown ?? "")"
    ] + (order ?? [])
  }

  /// The names of the classes that labels may mean. Whole numbers beside a list of names count its lines from 0, whatever
  /// numbers are in the names.
  func names(for labels: LocatedArray) throws(FileProblem) -> [String]? {
    guard labels.array.elementType != .bool else {
      return wordings.first { $0.map { $0.lowercased() }.sorted() == ["false", "true"] }
        ?? classNames
    }
    guard labels.table?.holdsNames != true else { return try words(of: labels) }
    guard let given else { return classNames }
    return columnNames.flatMap {
      KnownClasses.areNumbers($0) || NumberedClasses.mayBeReplaced($0, by: given.names) ? $0 : nil
    }
  }

  /// Doubts about what the numbers were said to be, and about rows of several parts of the data; empty when there are
  /// none.
  public var warnings: [String] { kindWarnings + SampleParts.warnings(source) }

  private var kindWarnings: [String] {
    guard kind == .logits else { return [] }
    if areShares(of: 1) {
      return [
        "\(source.path): these logits all lie in [0, 1] and every row sums to 1: are they probabilities?"
      ]
    }
    guard areShares(of: 100) else { return [] }
    return [
      "\(source.path): these logits all lie in [0, 100] and every row sums to 100: are they percentages?"
    ]
  }

  /// Whether every row is parts of a whole.
  private func areShares(of whole: Float) -> Bool {
    func areShares(_ rows: Range<Int>) -> Bool {
      let matrix = matrix(rows)
      let shares =
        whole == 1
        ? matrix
        : Logits(matrix.withUnsafeValues { $0.map { $0 / whole } }, classes: matrix.classes)
      return shares.probabilityCheck.flaw == nil
    }
    return areShares(0..<1) && ranges().allSatisfy(areShares)
  }
}
