/// Every figure of one set of predictions, with its convention, and its interval where there is one.
public struct MetricReport: Sendable, Equatable {
  /// Samples that were measured.
  public let samples: Int
  /// Columns of the probabilities, those without samples included.
  public let classes: Int
  /// Bins that were asked for, of equal width, and of equal mass where a figure has such.
  public let bins: Int
  /// In the order of ``Metrics/all``, all of them.
  public internal(set) var figures: [MetricFigure] = []
  /// Samples of the bin that decides `mce`.
  public internal(set) var maximumErrorCount: Int?
  /// `ece` of a perfectly calibrated model with these confidences.
  public internal(set) var nullBand: NullBand?
  /// The bins of the top-label figures, in ascending order.
  public internal(set) var reliability: [ReliabilityBin] = []
  /// Share of right answers among the samples of each class; `nil` for a class without samples.
  public internal(set) var accuracyOfClass: [Double?] = []
  /// In class order. Written when there are any.
  public var perClass: [ClassScore] = []
  /// Many, medium and few; `nil` without class counts.
  public internal(set) var groupsByTrueLabel: [ShotGroup: GroupScore]?
  /// Many, medium and few by the predicted class; `nil` without class counts.
  public internal(set) var groupsByPredictedLabel: [ShotGroup: GroupScore]?
  /// How the groups were made, in words; `nil` without class counts.
  public internal(set) var groupRule: String?
  /// The shares that samples were re-weighted to, one a class.
  public internal(set) var testPrior: [Double]?
  /// The program whose bins the top-label figures have; `nil` for this package's own.
  public internal(set) var compatibility: CompatibilityMode?
  /// What a reader should know, such as classes without a sample.
  public internal(set) var notes: [String] = []

  init(samples: Int, classes: Int, bins: Int) {
    self.samples = samples
    self.classes = classes
    self.bins = bins
  }

  /// The figure of that name.
  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public func figure(_ name: String) throws(UnknownName) -> MetricFigure {
    guard let figure = figures.first(where: { $0.name == name }) else {
      throw UnknownName("metric", name, known: Metrics.names)
    }
    return figure
  }
}

/// One number of a report.
public struct MetricFigure: Sendable, Equatable {
  /// Its key, one of ``Metrics/names``.
  public let name: String
  /// `nil` where it cannot be told; ``absence`` says why.
  public var value: Double?
  /// How it is defined, in a few signs: `ece/top-label/l1/width15/(lo,hi]`.
  public var convention: String
  /// 95 %.
  public var interval: Interval?
  /// How the interval was found.
  public var intervalMethod: String?
  /// Why there is no value.
  public var absence: String?
}

/// What is known of one class.
public struct ClassScore: Sendable, Equatable, Codable {
  /// Its number.
  public let label: Int
  /// Of the samples that belong to it.
  public let byTrueLabel: GroupScore
  /// Of the samples that were taken for it.
  public let byPredictedLabel: GroupScore

  private enum CodingKeys: String, CodingKey {
    case label = "class"
    case byTrueLabel = "by_true_label"
    case byPredictedLabel = "by_predicted_label"
  }
}
