/// How well a classifier tells samples of its classes from samples of none, when it answers only where its largest
/// probability is at least a threshold (Liu, Miao, Zhan, Wang, Gong, Yu, CVPR 2019: OLTR, section 4.1).
///
/// As in the authors' code, TP counts known samples with the right answer, FP known ones with a wrong one or none, FN
/// open ones that are answered; open samples that are not answered count nowhere.
public struct OpenSetFigures: Sendable, Equatable {
  /// The least probability that is answered.
  public let threshold: Double
  /// Samples of the classifier's classes.
  public let knownSamples: Int
  /// Samples of none of its classes.
  public let openSamples: Int
  /// TP: known samples with the right answer.
  public let correct: Int
  /// Known samples without an answer.
  public let knownRejected: Int
  /// FN: open samples with an answer.
  public let openAccepted: Int

  /// - Parameters:
  ///   - known: probabilities of samples of the classes.
  ///   - labels: their classes.
  ///   - open: probabilities of samples of none of the classes.
  ///   - threshold: in [0, 1].
  /// - Precondition: as many labels as known samples, and as many classes on both sides.
  public init(known: Probabilities, labels: [Int], open: Probabilities, threshold: Double) {
    precondition(
      labels.count == known.samples, "\(labels.count) labels of \(known.samples) samples")
    precondition(known.classes == open.classes, "\(known.classes) and \(open.classes) classes")
    let answers = Self.answers(known, threshold)
    self.threshold = threshold
    knownSamples = known.samples
    openSamples = open.samples
    correct = zip(answers, labels).count { $0 == $1 }
    knownRejected = answers.count { $0 == nil }
    openAccepted = Self.answers(open, threshold).count { $0 != nil }
  }

  /// The likeliest class of each row, the first of equals; `nil` where it is not likely enough.
  private static func answers(_ probabilities: Probabilities, _ threshold: Double) -> [Int?] {
    let (values, classes) = (probabilities.values, probabilities.classes)
    return (0..<probabilities.samples).map { row in
      let own = values[row * classes..<(row + 1) * classes]
      guard let best = own.indices.max(by: { own[$0] < own[$1] }), own[best] >= threshold else {
        return nil
      }
      return (own.firstIndex(of: own[best]) ?? best) - row * classes
    }
  }

  /// `TP / (TP + FP)`; `nil` without known samples.
  public var precision: Double? { ratio(correct, knownSamples) }
  /// `TP / (TP + FN)`; `nil` where nothing right and nothing open is answered.
  public var recall: Double? { ratio(correct, correct + openAccepted) }
  /// `2 P R / (P + R)`, 0 where both are; `nil` where one of them is.
  public var fMeasure: Double? {
    guard let precision, let recall else { return nil }
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
  }
  /// The share of open samples without an answer; `nil` without open samples.
  public var openRejected: Double? { ratio(openSamples - openAccepted, openSamples) }

  private func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}
