/// How sure a model is of its answers, and whether they are right, one pass over the rows.
public struct TopAnswers: Sendable {
  /// `[samples]`, in [0, 1]
  public private(set) var confidences: [Double] = []
  /// `[samples]`
  public private(set) var correct: [Bool] = []

  /// - Parameters:
  ///   - rows: probabilities.
  ///   - labels: one a sample.
  /// - Throws: what the rows throw.
  public init(_ rows: ProbabilityRows, labels: [Int]) throws {
    for block in rows.ranges {
      let top = TopLabels(try rows.probabilities(block))
      confidences += top.confidences
      correct += top.correct(Array(labels[block]))
    }
  }
}
