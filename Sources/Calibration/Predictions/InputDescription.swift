public import ArrayFiles

/// What the numbers of predictions are, as far as a calibrator that is fitted to them must remember.
public struct InputDescription: Sendable, Codable, Equatable {
  /// What was given; of probabilities the logits are log(max(p, 10⁻²⁰)).
  public var kind: PredictionRows.Kind
  /// In class order; `nil` when nobody named them.
  public var classNames: [String]?
  /// What was taken off the logits; `nil` for nothing.
  public var shift: LogitShift?

  public init(
    kind: PredictionRows.Kind = .logits, classNames: [String]? = nil, shift: LogitShift? = nil
  ) {
    self.kind = kind
    self.classNames = classNames
    self.shift = shift
  }

  /// Refuses predictions with the classes in another order.
  /// - Parameters:
  ///   - other: what the other predictions are.
  ///   - path: where they are.
  ///   - owner: where these are.
  /// - Throws: `FileProblem`
  public func checkSameClasses(
    _ other: InputDescription, in path: String, as owner: String
  ) throws(FileProblem) {
    guard let classNames, let names = other.classNames, names.count == classNames.count,
      let index = names.indices.first(where: { names[$0] != classNames[$0] })
    else { return }
    throw FileProblem(
      path,
      "class \(index) is '\(names[index])', but '\(classNames[index])' in \(owner); the same columns in the "
        + "same order were expected (--columns puts them in order)")
  }

  /// What a reader should know where these have names of classes and other predictions have none, which are then
  /// taken by their positions.
  /// - Parameters:
  ///   - other: what the other predictions are.
  ///   - path: where they are.
  ///   - owner: where these are.
  /// - Returns: `nil` where both have names, or these have none.
  public func positionNote(
    for other: InputDescription, in path: String, as owner: String
  ) -> String? {
    guard let classNames, other.classNames == nil else { return nil }
    return "\(path): its classes have no names; they are taken for those of \(owner) by position: "
      + CSVTable.list(classNames)
  }

  /// Refuses predictions of another kind, or with the classes in another order.
  /// - Parameters:
  ///   - other: what the other predictions are.
  ///   - path: where they are.
  ///   - owner: where these are.
  /// - Throws: `FileProblem`
  public func checkSame(
    _ other: InputDescription, in path: String, as owner: String
  ) throws(FileProblem) {
    guard other.kind == kind else {
      throw FileProblem(
        path,
        "these are \(other.kind.rawValue), but \(owner) is of \(kind.rawValue); logits and the logarithms "
          + "of probabilities are not the same, give \(kind.rawValue)")
    }
    try checkSameClasses(other, in: path, as: owner)
  }
}
