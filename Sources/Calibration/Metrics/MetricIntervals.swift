/// 95 % intervals of a report's figures: by formula where there is one, else by drawing the samples again.
struct MetricIntervals {
  typealias Found = (interval: Interval, method: String)

  private let builder: MetricReportBuilder
  private let null: NullBand?

  private var outcomes: SampleOutcomes { builder.outcomes }
  private var settings: MetricSettings { builder.settings }

  init(_ builder: MetricReportBuilder, null: NullBand?) {
    self.builder = builder
    self.null = null
  }

  func all() -> [String: Found] {
    guard outcomes.count > 1 else { return [:] }
    var found = means()
    found.merge(accuracies()) { $1 }
    let bootstrap = MetricBootstrap(
      outcomes, weights: builder.weights, settings: settings
    ).intervals()
    found.merge(bootstrap) { formula, _ in formula }
    if builder.weights == nil, settings.norm == .mean {
      found.merge(calibrationErrors()) { $1 }
    }
    return found
  }

  /// Figures that are means over samples.
  private func means() -> [String: Found] {
    let weights = builder.weights
    func interval(_ values: [Double]) -> Found? {
      let terms = weights.map { zip(values, $0).map { $0 * $1 } } ?? values
      return ConfidenceIntervals.mean(terms).map { ($0, "mean/skewness-corrected-t") }
    }
    let gaps = zip(outcomes.confidences, outcomes.correct).map { $0 - ($1 ? 1 : 0) }
    var found: [String: Found] = [:]
    found["nll"] = interval(outcomes.likelihoods)
    found["brier"] = interval(outcomes.squares)
    found["signed_gap"] = interval(gaps)
    found["accuracy"] =
      weights == nil
      ? ConfidenceIntervals.share(hits: outcomes.correct.count { $0 }, of: outcomes.count)
        .map { ($0, "wilson") } : interval(outcomes.correct.map { $0 ? 1 : 0 })
    return found
  }

  private func accuracies() -> [String: Found] {
    let hits = builder.classHits
    let ofClass = hits.map { $0.count == 0 ? nil : Double($0.hits) / Double($0.count) }
    func interval(_ classes: [Int]?) -> Found? {
      ConfidenceIntervals.balancedAccuracy(ofClass, counts: hits.map(\.count), of: classes)
        .map { ($0, "normal/classes-apart") }
    }
    var found: [String: Found] = [:]
    found["balanced_accuracy"] = interval(nil)
    if let groups = builder.groups {
      for group in ShotGroup.allCases {
        found["accuracy_\(group.rawValue)"] = interval(groups.classes(in: group))
      }
    }
    return found
  }

  /// Binned errors in the 1-norm of samples that count the same.
  private func calibrationErrors() -> [String: Found] {
    let method = "normal/less-bias-bound"
    var found: [String: Found] = [:]
    found["ece"] = ConfidenceIntervals.expectedError(builder.top).map { ($0, method) }
    found["adaptive_ece"] = builder.adaptive.flatMap(ConfidenceIntervals.expectedError)
      .map { ($0, method) }
    if let null, let spread = ConfidenceIntervals.errorSpread(builder.top) {
      let debiased = builder.top.expectedError - null.mean
      let radius = ConfidenceIntervals.quantile * spread.deviation
      found["ece_debiased"] = (
        Interval(lower: debiased - radius, upper: debiased + radius), "normal"
      )
    }
    // Nothing is assumed of how the classes' errors go together: their deviations add.
    let spreads = builder.classwise.compactMap(ConfidenceIntervals.errorSpread)
    if spreads.count == builder.classes {
      let count = Double(spreads.count)
      let estimate = builder.classwise.map(\.expectedError).compensatedSum() / count
      let bias = spreads.map(\.bias).compensatedSum() / count
      let radius =
        ConfidenceIntervals.quantile * spreads.map(\.deviation).compensatedSum() / count
      found["classwise_ece"] = (
        Interval(lower: max(estimate - bias - radius, 0), upper: min(estimate + radius, 1)),
        method + "/deviations-added"
      )
    }
    return found
  }
}
