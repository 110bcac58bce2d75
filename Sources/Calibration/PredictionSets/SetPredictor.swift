/// Makes prediction sets: a score and its thresholds, fitted by a ``SetMethod``.
public struct SetPredictor: Sendable {
  /// How badly a class fits a sample.
  public let score: any SetScore
  /// How the thresholds were made, on which the promise depends.
  public let rule: any SetRule
  /// The share of sets that may miss the true class.
  public let alpha: Double
  /// What becomes of sets without a class.
  public var emptySets: EmptySets
  /// Of the random numbers of randomised scores.
  public let seed: UInt64
  /// The number of classes that it was fitted for.
  public let classes: Int
  /// One for all classes, or one a class; +∞ where every score is below.
  public let thresholds: [Double]
  /// The lowest rank at which a class may be in a set, one a class; `nil` for any.
  public let rankLimits: [Int]?
  /// Which score from the lowest the threshold is; `nil` where there is not one number.
  public let rank: Int?
  /// Calibration samples of each class, in class order.
  public let counts: [Int]
  /// Shares of the classes among the training images, where the score needs them.
  public let prior: [Double]?
  /// The class distribution that was aimed at, where the rule has one.
  public let targetPrior: [Double]?
  /// What the probabilities come from; with another calibrator's the thresholds mean nothing.
  public let calibrator: CalibratorIdentity
  /// How the logits were combined from those of experts; `nil` for a single network.
  public var combination: EnsembleCombination?
  /// In class order; `nil` when nobody named them.
  public var classNames: [String]?
  /// What its user should know; empty when all is well.
  public let warnings: [String]

  /// Calibration samples.
  public var samples: Int { counts.reduce(0, +) }

  /// The threshold of a class.
  public func threshold(of label: Int) -> Double {
    thresholds.count == 1 ? thresholds[0] : thresholds[label]
  }

  /// Classes that are in every set, because nothing limits them.
  public var unlimitedClasses: [Int] {
    (0..<classes).filter { label in
      threshold(of: label) == .infinity && (rankLimits.map { $0[label] >= classes } ?? true)
    }
  }

  /// - Parameter probabilities: of the calibrator that the predictor belongs to.
  /// - Returns: the set of each sample.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)``
  public func sets(for probabilities: Probabilities) throws(CalibrationError) -> PredictionSets {
    guard probabilities.classes == classes else {
      throw .setClassesDiffer(predictor: classes, data: probabilities.classes)
    }
    return sets(for: probabilities, draws: .seeded(seed))
  }

  func sets(for probabilities: Probabilities, draws: SampleDraws) -> PredictionSets {
    let parts = RowChunks.map(rows: probabilities.samples, columns: classes) { range in
      var part = PredictionSets(classes: classes)
      SetMembership.visit(probabilities, range, of: [self], draws: draws) { _, _, members in
        part.append(members)
      }
      return part
    }
    return PredictionSets(classes: classes, joining: parts, emptySets: emptySets)
  }
}

extension SetPredictor {
  /// What is promised, in a sentence with its condition.
  public var guarantee: String { rule.guarantee.sentence(alpha: alpha) }
}
