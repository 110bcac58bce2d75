/// What labelled rows say of the world that a model comes from: class shares, and how its calibrated
/// probabilities look for each class.
public struct PriorSource: Sendable {
  /// Columns of the probabilities.
  public let classes: Int
  /// Labelled rows.
  public let samples: Int
  /// Of each class among the labels.
  public let labelCounts: [Int]
  /// Rows predicted as each class.
  public let predictedCounts: [Int]
  /// Mean calibrated probability of each class, with sum one: the prior that the probabilities are for.
  public let prior: [Double]

  private let soft: SourceConfusion?
  private let hard: SourceConfusion?

  /// - Parameters:
  ///   - validation: labelled rows.
  ///   - calibrator: for as many classes.
  ///   - hasConfusion: whether confusion matrices are made.
  init(
    _ validation: Predictions, _ calibrator: any Calibrator, hasConfusion: Bool
  ) {
    let classes = calibrator.classes
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: classes)
    var predictedCounts = [Int](repeating: 0, count: classes)
    // A column a true class.
    var soft = [Double](repeating: 0, count: hasConfusion ? classes * classes : 0)
    var hard = soft
    validation.logits.forEachBlock(calibrator) { rows, probabilities in
      probabilities.withUnsafeBufferPointer { block in
        guard let base = block.baseAddress else { return }
        var blockSums = [Double](repeating: 0, count: classes)
        for row in rows {
          let own = base + (row - rows.lowerBound) * classes
          let label = validation.labels[row]
          let predicted = RowMaximum.find(own, count: classes).index
          predictedCounts[predicted] += 1
          for column in 0..<classes { blockSums[column] += own[column] }
          guard hasConfusion else { continue }
          for column in 0..<classes { soft[label * classes + column] += own[column] }
          hard[label * classes + predicted] += 1
        }
        for column in 0..<classes { sums[column] += blockSums[column] }
      }
    }
    let labelCounts = validation.labelCounts
    let total = Double(validation.labels.count)
    self.classes = classes
    samples = validation.labels.count
    self.labelCounts = labelCounts
    self.predictedCounts = predictedCounts
    let means = sums.map { $0.value / total }
    let sum = means.compensatedSum()
    prior = means.map { $0 / sum }
    func confusion(_ values: [Double], _ kind: SourceConfusion.Kind) -> SourceConfusion {
      SourceConfusion(
        kind, values.map { $0 / total }, labelShares: labelCounts.map { Double($0) / total })
    }
    self.soft = hasConfusion ? confusion(soft, .soft) : nil
    self.hard = hasConfusion ? confusion(hard, .hard) : nil
  }

  /// Share of each class among the labels.
  public var labelShares: [Double] { labelCounts.map { Double($0) / Double(samples) } }

  func confusion(_ kind: SourceConfusion.Kind) throws(CalibrationError) -> SourceConfusion {
    guard let confusion = kind == .soft ? soft : hard else {
      throw .invalidSetting("an estimator that uses the confusion matrix has to say so")
    }
    return confusion
  }
}
