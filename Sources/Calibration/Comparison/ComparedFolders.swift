public import ArrayFiles

/// Folders of predictions that a comparison of calibrators needs, read and found to belong together.
public struct ComparedFolders: Sendable {
  /// What calibrators are fitted to.
  public let validation: Predictions
  /// What they are measured on.
  public let test: Predictions
  /// For class statistics; `nil` without such a folder.
  public let training: Predictions?
  /// The classes of all, for what is read beside them.
  package let known: KnownClasses
  /// Which folders have no names of classes and are taken in the order of another's, a line each.
  public let notes: [String]

  /// - Parameters:
  ///   - validation: a folder as ``PredictionFolder`` reads it, and so are the others.
  ///   - test: likewise.
  ///   - training: likewise; `nil` for none.
  ///   - combination: how experts are combined; `nil` for logits of a single network.
  ///   - choice: how tables are read.
  /// - Throws: `FileProblem` for files that are wrong, and for folders of other numbers or names of classes or
  ///   other kinds of numbers than those of validation.
  public init(
    validation: String, test: String, training: String? = nil,
    combination: EnsembleCombination? = nil, choice: TableChoice = TableChoice()
  ) throws(FileProblem) {
    let own = try PredictionFolder.read(validation, combination: combination, choice: choice)
    func read(_ path: String) throws(FileProblem) -> Predictions {
      try PredictionFolder.read(
        path, combination: combination, choice: choice, shift: own.input.shift)
    }
    self.validation = own
    var measured = try read(test)
    measured.warnings += SharedSamples.warnings(
      measured: (measured, test), fitted: (own, validation))
    self.test = measured
    self.training = if let training { try read(training) } else { nil }
    let names = self.test.input.classNames
    known = KnownClasses(
      count: own.logits.classes, names: names ?? own.input.classNames,
      owner: names == nil && own.input.classNames != nil ? validation : test)
    for (path, other) in [(test, self.test), (training ?? "", self.training ?? own)]
    where other.logits.classes != own.logits.classes {
      throw FileProblem(
        path, "\(other.logits.classes) classes; \(validation) has \(own.logits.classes)")
    }
    try own.input.checkSame(self.test.input, in: test, as: validation)
    let others = self.training.map { [(input: $0.input, path: training ?? "")] } ?? []
    notes = try InputDescription.notes(
      matching: [(own.input, validation), (self.test.input, test)] + others)
  }

  /// Those that are there: validation, test, training.
  public var all: [Predictions] { [validation, test] + (training.map { [$0] } ?? []) }
}
