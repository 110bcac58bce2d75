/// What a classifier said about a labelled set: the only door between training and calibration.
public struct Predictions: Sendable {
  /// `[samples, classes]`
  public var logits: Logits
  /// `[samples]`, each in `0 ..< classes`
  public var labels: [Int]
  /// `[samples, width]`, the input of the classifier layer; some calibrators need it.
  public var features: Features?
  /// Training images per class, in class order; groups and priors come from here.
  public var classCounts: [Int]?
  /// `[samples]`, how much each sample counts in a fit, 0 or more; `nil` when all count the same.
  public var sampleWeights: [Double]?
  /// `[samples]`, how unsure each answer is by another account than its probability: the larger, the less sure; finite.
  /// `nil` where nobody says.
  public var uncertainties: [Double]?
  /// The logits of each expert, in order, each `[samples, classes]`; empty for a single network.
  public var expertLogits: [Logits] = []
  /// What a reader should know about where the numbers come from; empty when nothing is special.
  public var remarks: [String] = []
  /// How the files were understood, a line each.
  public var notes: [String] = []
  /// Doubts about what the numbers were said to be; empty when there are none.
  public var warnings: [String] = []
  /// What the numbers are, which a calibrator remembers.
  public var input = InputDescription()

  /// - Precondition: one label and, where given, one feature row and one weight a sample.
  public init(
    logits: Logits, labels: [Int], features: Features? = nil, classCounts: [Int]? = nil,
    sampleWeights: [Double]? = nil
  ) {
    precondition(
      labels.count == logits.samples, "\(labels.count) labels for \(logits.samples) samples")
    if let features {
      precondition(
        features.samples == logits.samples,
        "\(features.samples) feature rows for \(logits.samples) samples")
    }
    if let sampleWeights {
      precondition(
        sampleWeights.count == labels.count,
        "\(sampleWeights.count) weights for \(labels.count) samples")
    }
    self.logits = logits
    self.labels = labels
    self.features = features
    self.classCounts = classCounts
    self.sampleWeights = sampleWeights
  }
}

extension Predictions {
  /// The samples at some rows, in that order.
  /// - Precondition: each row is one of the samples.
  public func selecting(_ rows: [Int]) -> Predictions {
    var selection = Predictions(
      logits: logits.selecting(rows), labels: rows.map { labels[$0] },
      features: features.map { features in
        Features(
          rows.flatMap { features.values[$0 * features.width..<($0 + 1) * features.width] },
          width: features.width)
      }, classCounts: classCounts,
      sampleWeights: sampleWeights.map { weights in rows.map { weights[$0] } })
    selection.uncertainties = uncertainties.map { uncertainties in rows.map { uncertainties[$0] } }
    selection.expertLogits = expertLogits.map { $0.selecting(rows) }
    selection.remarks = remarks
    selection.notes = notes
    selection.warnings = warnings
    selection.input = input
    return selection
  }
}

extension Logits {
  func selecting(_ rows: [Int]) -> Logits {
    withUnsafeValues { values in
      Logits(rows.flatMap { values[$0 * classes..<($0 + 1) * classes] }, classes: classes)
    }
  }
}

/// Feature vectors, `[samples, width]`, row-major.
public struct Features: Sendable, Equatable {
  /// `samples × width` values, row-major.
  public let values: [Float]
  /// Numbers a sample, at least 1.
  public let width: Int
  /// Rows, one a sample.
  public var samples: Int { width == 0 ? 0 : values.count / width }

  /// - Precondition: `values.count` is a multiple of `width`, and `width ≥ 1`.
  public init(_ values: [Float], width: Int) {
    precondition(width >= 1, "feature width \(width); at least 1 is needed")
    precondition(
      values.count % width == 0, "\(values.count) values do not fill rows of width \(width)")
    self.values = values
    self.width = width
  }
}
