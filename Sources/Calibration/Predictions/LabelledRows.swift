public import ArrayFiles

/// Predictions with their labels, of which only the labels are in memory.
public struct LabelledRows: Sendable {
  /// Logits or probabilities, which stay in their file until they are asked for.
  public let rows: PredictionRows
  /// `[samples]`, each in `0 ..< classes`
  public let labels: [Int]
  /// Training images per class, in class order; `nil` when nobody said.
  public var classCounts: [Int]?
  /// `[samples]`, how unsure each answer is by another account than its probability: the larger, the less sure. `nil` when
  /// nobody said.
  public let uncertainties: [Double]?
  /// How the files were understood, a line each.
  public let notes: [String]
  /// Doubts about what the numbers and labels were said to be, a line each; empty when there are none.
  public let warnings: [String]

  /// - Parameters:
  ///   - rows: logits or probabilities.
  ///   - labels: a file with the labels.
  ///   - classCounts: a file with the training images per class.
  ///   - uncertainties: a file that says how unsure each answer is.
  /// - Throws: `FileProblem` when files cannot be read or do not fit together.
  public init(
    _ rows: PredictionRows, labels: String, classCounts: String? = nil,
    uncertainties: UncertaintyFile? = nil
  ) throws(FileProblem) {
    self.rows = rows
    let found = try PredictionArrays.labels(of: rows, at: labels)
    self.labels = found.labels
    let counts = try classCounts.map { path throws(FileProblem) in
      try PredictionArrays.classCounts(path, for: rows.known)
    }
    self.classCounts = counts?.counts
    let unsure = try uncertainties.map { file throws(FileProblem) in
      try PredictionArrays.uncertainties(
        file, of: rows, labels: PredictionArrays.labelColumn(of: rows, at: labels))
    }
    self.uncertainties = unsure?.values
    notes = rows.notes + found.notes + (counts?.notes ?? []) + (unsure?.notes ?? [])
    warnings = rows.warnings + found.warnings + (unsure?.warnings ?? [])
  }

  /// - Parameters:
  ///   - folder: a folder, NPZ or safetensors file as ``PredictionFolder`` reads it.
  ///   - combination: how the logits are made of those of the experts.
  ///   - labels: a file to take the labels from instead.
  ///   - classCounts: a file to take the counts from instead.
  ///   - uncertainties: a file to take from instead how unsure each answer is.
  ///   - choice: how a table of scores is read where it does not say itself.
  ///   - shift: what was taken off the logits of others that these are compared with.
  /// - Throws: `FileProblem` when files cannot be read or do not fit together.
  public init(
    folder: String, combination: EnsembleCombination? = nil, labels: String? = nil,
    classCounts: String? = nil, uncertainties: UncertaintyFile? = nil,
    choice: TableChoice = TableChoice(), shift: LogitShift? = nil
  ) throws(FileProblem) {
    let arrays = try ArrayCollection(path: folder)
    rows = try PredictionFolder.rows(
      in: arrays, combination: combination, labels: labels, uncertainties: uncertainties,
      choice: choice, shift: shift)
    let found =
      if let labels {
        try PredictionArrays.labels(of: rows, at: labels)
      } else {
        try PredictionFolder.labels(in: arrays, of: rows)
      }
    self.labels = found.labels
    let counts =
      if let classCounts {
        try PredictionArrays.classCounts(classCounts, for: rows.known)
      } else {
        try PredictionFolder.classCounts(in: arrays, for: rows.known)
      }
    self.classCounts = counts?.counts
    let unsure = try PredictionFolder.uncertainties(
      in: arrays, of: rows, labels: labels, insteadFrom: uncertainties)
    self.uncertainties = unsure?.values
    notes = rows.notes + found.notes + (counts?.notes ?? []) + (unsure?.notes ?? [])
    warnings = rows.warnings + found.warnings + (unsure?.warnings ?? [])
  }
}
