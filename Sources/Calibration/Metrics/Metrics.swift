/// The figures that there are: keys of `longtail metrics`, and what gates can name.
public enum Metrics {
  /// Every figure, in the order in which reports have them.
  public static let all: [MetricDescription] = [
    .init("accuracy", "share of right answers", .bins),
    .init("balanced_accuracy", "mean over classes of their accuracy", .bins),
    .init("accuracy_many", "mean accuracy of classes with many training images", .bins),
    .init("accuracy_medium", "mean accuracy of classes with a medium number", .bins),
    .init("accuracy_few", "mean accuracy of classes with few training images", .bins),
    .init("ece", "expected calibration error of the top label", .bins),
    .init("mce", "largest gap of a bin; look at its count", .bins),
    .init("ece_l2", "expected calibration error in the 2-norm", .bins),
    .init("ece_debiased", "expected calibration error less what chance alone gives", .confidences),
    .init("adaptive_ece", "expected calibration error, bins of equal mass", .confidences),
    .init("classwise_ece", "mean over classes of the error of their probabilities", .bins),
    .init("ace", "the same with bins of equal mass for each class", .probabilities),
    .init("smooth_ece", "calibration error without bins", .confidences),
    .init("kernel_error", "squared kernel calibration error; may be negative", .confidences),
    .init("overconfidence_error", "where confidence is above accuracy, weighted with it", .bins),
    .init("underconfidence_error", "where confidence is below accuracy", .bins),
    .init("signed_gap", "confidence minus accuracy; positive when over-confident", .bins),
    .init("nll", "negative log-likelihood, in nats", .bins),
    .init("brier", "squared distance from the label, summed over classes", .bins),
    .init("brier_calibration", "the part of it that recalibration could win", .bins),
    .init("brier_refinement", "the rest of it", .bins),
    .init("auroc", "how well confidence tells right answers from wrong ones", .confidences),
    .init("aurc", "mean share of errors among the most confident answers", .confidences),
  ]

  /// Keys of ``all``, in its order.
  public static var names: [String] { all.map(\.name) }

  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public static func description(of name: String) throws(UnknownName) -> MetricDescription {
    guard let metric = all.first(where: { $0.name == name }) else {
      throw UnknownName("metric", name, known: names)
    }
    return metric
  }
}

/// What a figure is called, what it says, and what has to be kept to know it.
public struct MetricDescription: Sendable, Equatable {
  /// How memory grows while predictions stream by.
  public enum Need: String, Sendable, CaseIterable {
    /// With bins and classes only: the figure is in a ``ScorecardState``.
    case bins
    /// With the samples: their confidence, and whether it was right.
    case confidences
    /// With samples and classes, a few classes at a time.
    case probabilities
  }

  /// Its key in JSON.
  public let name: String
  /// One line for `longtail list metrics`.
  public let summary: String
  /// How memory grows while the figure is gathered.
  public let need: Need

  init(_ name: String, _ summary: String, _ need: Need) {
    self.name = name
    self.summary = summary
    self.need = need
  }
}
