import ArrayFiles

/// How a file was understood, for its reader.
extension PredictionRows {
  /// What a calibrator that is fitted to these rows must remember.
  public var input: InputDescription {
    InputDescription(kind: kind, classNames: classNames, shift: shift)
  }

  /// What was left out of a table, and which samples and classes were found in it: a line each, with the
  /// file. Other formats hold nothing that could be misunderstood.
  public var notes: [String] {
    let choice = choiceNote.map { [$0] } ?? []
    guard source.table != nil else { return choice }
    let shown = classNames.map { ": " + CSVTable.list($0) }
    let samples = samples == 1 ? "1 sample" : "\(samples) samples"
    return choice + source.notes + [
      "\(source.path): \(samples) of \(classes) classes\(shown ?? "")"
    ]
  }

  /// Doubts about what the numbers were said to be; empty when there are none.
  public var warnings: [String] {
    guard kind == .logits, matrix(0..<1).probabilityCheck.flaw == nil,
      ranges().allSatisfy({ matrix($0).probabilityCheck.flaw == nil })
    else { return [] }
    return [
      "\(source.path): these logits all lie in [0, 1] and every row sums to 1: are they probabilities?"
    ]
  }
}
