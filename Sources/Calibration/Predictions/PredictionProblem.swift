/// What makes predictions unusable, with the row (and column) where it was found, counted from 0.
public enum PredictionProblem: Error, Equatable, Sendable, CustomStringConvertible {
  case noSamples
  case invalidLogit(value: Float, row: Int, column: Int)
  /// Every class has the logit −∞.
  case noPossibleClass(row: Int)
  /// Experts are counted from 0.
  case invalidExpertLogit(value: Float, expert: Int, row: Int, column: Int)
  /// Every class has the logit −∞. Experts are counted from 0.
  case noPossibleExpertClass(expert: Int, row: Int)
  case expertShapeDiffers(expert: Int, samples: Int, classes: Int)
  case invalidFeature(value: Float, row: Int, column: Int)
  case labelOutOfRange(label: Int, row: Int, classes: Int)
  case invalidWeight(weight: Double, row: Int)
  case classCountsDiffer(counts: Int, classes: Int)
  case negativeClassCount(count: Int, class: Int)

  public var description: String {
    switch self {
    case .noSamples: "there are no samples"
    case .invalidLogit(let value, let row, let column):
      "logit \(value) in row \(row), column \(column); a number or -inf was expected"
    case .noPossibleClass(let row):
      "all logits of row \(row) are -inf; one class or more must be possible"
    case .invalidExpertLogit(let value, let expert, let row, let column):
      "logit \(value) of expert \(expert + 1) in row \(row), column \(column); "
        + "a number or -inf was expected"
    case .noPossibleExpertClass(let expert, let row):
      "all logits of expert \(expert + 1) in row \(row) are -inf; one class or more must be possible"
    case .expertShapeDiffers(let expert, let samples, let classes):
      "expert \(expert + 1) has \(samples) samples and \(classes) classes, others than the ensemble"
    case .invalidFeature(let value, let row, let column):
      "feature \(value) in row \(row), column \(column); a finite number was expected"
    case .labelOutOfRange(let label, let row, let classes):
      "label \(label) in row \(row); 0 to \(classes - 1) was expected for \(classes) classes"
    case .classCountsDiffer(let counts, let classes):
      "\(counts) class counts for \(classes) classes"
    case .invalidWeight(let weight, let row):
      "weight \(weight) in row \(row); a finite number, 0 or more, was expected"
    case .negativeClassCount(let count, let index):
      "the count of class \(index) is \(count); 0 or more was expected"
    }
  }
}

extension Predictions {
  /// Looks at every number once.
  /// - Throws: the first ``PredictionProblem``, by rows.
  public func check() throws(PredictionProblem) {
    guard logits.samples > 0 else { throw .noSamples }
    if let problem = logits.problem ?? firstInvalidFeature() { throw problem }
    let classes = logits.classes
    for (index, expert) in expertLogits.enumerated() {
      guard expert.samples == logits.samples, expert.classes == classes else {
        throw .expertShapeDiffers(
          expert: index, samples: expert.samples, classes: expert.classes)
      }
      switch expert.logitFlaw {
      case .value(let value, let row, let column):
        throw .invalidExpertLogit(value: value, expert: index, row: row, column: column)
      case .noClass(let row): throw .noPossibleExpertClass(expert: index, row: row)
      case nil: continue
      }
    }
    if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw .labelOutOfRange(label: labels[row], row: row, classes: classes)
    }
    if let row = sampleWeights?.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidWeight(weight: sampleWeights?[row] ?? .nan, row: row)
    }
    if let classCounts {
      guard classCounts.count == classes else {
        throw .classCountsDiffer(counts: classCounts.count, classes: classes)
      }
      if let index = classCounts.firstIndex(where: { $0 < 0 }) {
        throw .negativeClassCount(count: classCounts[index], class: index)
      }
    }
  }

  /// ``check()`` with the role of these predictions in the message.
  func check(as role: String) throws(CalibrationError) {
    do { try check() } catch { throw .unusable(error, role: role) }
  }

  private func firstInvalidFeature() -> PredictionProblem? {
    guard let features, let index = features.values.firstIndex(where: { !$0.isFinite }) else {
      return nil
    }
    return .invalidFeature(
      value: features.values[index], row: index / features.width,
      column: index % features.width)
  }
}

extension Logits {
  /// What makes the first unusable row so; `nil` when all can be used.
  var problem: PredictionProblem? {
    switch logitFlaw {
    case .value(let value, let row, let column):
      .invalidLogit(value: value, row: row, column: column)
    case .noClass(let row): .noPossibleClass(row: row)
    case nil: nil
    }
  }
}
