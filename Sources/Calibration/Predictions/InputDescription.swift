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

  /// Refuses predictions with the classes in another order. Names that differ in what all of one side begin or end with
  /// are the same, prob_cat and cat.
  /// - Parameters:
  ///   - other: what the other predictions are.
  ///   - path: where they are.
  ///   - owner: where these are.
  /// - Throws: `FileProblem`
  public func checkSameClasses(
    _ other: InputDescription, in path: String, as owner: String
  ) throws(FileProblem) {
    guard let classNames, let names = other.classNames, names.count == classNames.count,
      !FramedNames.areSame(names, classNames),
      let index = names.indices.first(where: { names[$0] != classNames[$0] })
    else { return }
    throw FileProblem(
      path,
      "class \(index) is '\(names[index])', but '\(classNames[index])' in \(owner); the same columns in the "
        + "same order were expected (--columns puts them in order)")
  }

  /// Refuses inputs that meet with the classes in different orders, and says which have no names of classes where
  /// another has: these are taken by their positions, whichever of them comes first.
  /// - Parameter inputs: all that meet, and where each is.
  /// - Returns: what a reader should know, a line for each input without names; none where all have names, or none has.
  /// - Throws: `FileProblem`
  public static func notes(
    matching inputs: [(input: InputDescription, path: String)]
  ) throws(FileProblem) -> [String] {
    guard let owner = inputs.first(where: { $0.input.classNames != nil }) else { return [] }
    let names = CSVTable.list(owner.input.classNames ?? [])
    let count = owner.input.classNames?.count
    var notes: [String] = []
    for (input, path) in inputs {
      try owner.input.checkSameClasses(input, in: path, as: owner.path)
      let own = input.classNames
      guard own != owner.input.classNames, own.map(\.count) ?? count == count else { continue }
      let note =
        "\(path): its classes "
        + (own.map { "\(CSVTable.list($0)) are taken for those of \(owner.path)" }
          ?? "have no names; they are taken for those of \(owner.path) by position") + ": \(names)"
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  /// What is to be said, as ``notes(matching:)`` says it, when one more input meets others that met before.
  /// - Parameters:
  ///   - input: what is new.
  ///   - path: where it is.
  ///   - inputs: all that met before.
  /// - Returns: the lines that were not due without it.
  /// - Throws: `FileProblem`
  public static func notes(
    adding input: InputDescription, in path: String,
    to inputs: [(input: InputDescription, path: String)]
  ) throws(FileProblem) -> [String] {
    let said = try notes(matching: inputs)
    return try notes(matching: inputs + [(input, path)]).filter { !said.contains($0) }
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
