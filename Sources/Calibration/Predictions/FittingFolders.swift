public import ArrayFiles

/// Folders of predictions that a calibrator is fitted to, read and found to belong together.
public struct FittingFolders: Sendable {
  /// What the calibrator is fitted to.
  public let validation: Predictions
  /// For class statistics; `nil` without such a folder.
  public let training: Predictions?
  /// The classes of all, for what is read beside them.
  package let known: KnownClasses
  /// Which folders have no names of classes and are taken in the order of the other's, a line each.
  public let notes: [String]

  /// - Parameters:
  ///   - validation: a folder as ``PredictionFolder`` reads it.
  ///   - training: likewise; `nil` for none.
  ///   - combination: how experts are combined; `nil` for logits of a single network.
  ///   - choice: how tables are read.
  /// - Throws: `FileProblem` for files that are wrong, and for training predictions with other names of classes.
  public init(
    validation: String, training: String? = nil, combination: EnsembleCombination? = nil,
    choice: TableChoice = TableChoice()
  ) throws(FileProblem) {
    let own = try PredictionFolder.read(validation, combination: combination, choice: choice)
    self.validation = own
    known = KnownClasses(
      count: own.logits.classes, names: own.input.classNames, owner: validation)
    guard let training else {
      self.training = nil
      notes = []
      return
    }
    let others = try PredictionFolder.read(
      training, combination: combination, choice: choice, shift: own.input.shift)
    notes = try InputDescription.notes(
      matching: [(own.input, validation), (others.input, training)])
    self.training = others
  }

  /// Those that are there: validation, training.
  public var all: [Predictions] { [validation] + (training.map { [$0] } ?? []) }
}
