import ArrayFiles

/// Turns what was gathered into figures.
struct MetricReportBuilder {
  let settings: MetricSettings
  let state: ScorecardState
  let outcomes: SampleOutcomes
  let weights: [Double]?
  let classCounts: [Int]?
  /// `nil` where it was not worked out.
  let adaptiveClasswise: Double?

  /// Bins of the top label, as the settings want them.
  let top: ReliabilityBins
  let byTrueLabel: any ReliabilityTable
  let byPredictedLabel: any ReliabilityTable
  /// One a class, of its probabilities.
  let classwise: [ReliabilityBins]
  let edges: [Double]
  /// Samples of each class, and how many of them were right.
  let classHits: [(count: Int, hits: Int)]

  var classes: Int { state.classes }
  var samples: Int { state.samples }

  init(
    _ measurement: MetricMeasurement, state: ScorecardState, classCounts: [Int]?,
    adaptiveClasswise: Double?
  ) {
    settings = measurement.settings
    outcomes = measurement.outcomes
    weights = measurement.weights
    self.state = state
    self.classCounts = classCounts
    self.adaptiveClasswise = adaptiveClasswise
    let edges = Binning.equalWidth(settings.bins).edges(for: [])
    self.edges = edges
    let all = Array(0..<state.classes)
    if let weights {
      (byTrueLabel, byPredictedLabel) = measurement.weightedTables(weights)
      top = ReliabilityBins(
        confidences: outcomes.confidences, correct: outcomes.correct, weights: weights,
        binning: settings.binning)
    } else {
      byTrueLabel = state.byTrueLabel
      byPredictedLabel = state.byPredictedLabel
      switch settings.compatibility {
      case nil: top = state.byTrueLabel.reliability(rows: all, edges: edges)
      case .torchmetrics:
        top = ReliabilityBins(
          singlePrecision: outcomes.confidences, correct: outcomes.correct,
          binning: settings.binning)
      default:
        top = ReliabilityBins(
          confidences: outcomes.confidences, correct: outcomes.correct,
          binning: settings.binning)
      }
    }
    let columns: any ReliabilityTable = measurement.weightedClasswise ?? state.classwise
    classHits = all.map { (state.byTrueLabel.samples(row: $0), state.byTrueLabel.hits(row: $0)) }
    classwise = all.map { columns.reliability(rows: [$0], edges: edges) }
  }

  func report() -> MetricReport {
    var report = MetricReport(samples: samples, classes: classes, bins: settings.bins)
    let conventions = MetricConventions(settings)
    let null = nullBand
    report.nullBand = null
    var values = boundedValues()
    values.merge(perSampleValues(null: null)) { $1 }
    let intervals = settings.hasIntervals ? MetricIntervals(self, null: null).all() : [:]
    report.figures = Metrics.all.map { metric in
      var figure = MetricFigure(name: metric.name, convention: conventions[metric.name])
      if let value = values[metric.name] ?? nil {
        figure.value = value
        (figure.interval, figure.intervalMethod) = intervals[metric.name] ?? (nil, nil)
      } else {
        figure.absence = absence(of: metric)
      }
      return figure
    }
    report.maximumErrorCount = top.worst?.count
    report.reliability = top.bins
    report.compatibility = settings.compatibility
    report.accuracyOfClass = classHits.map {
      $0.count == 0 ? nil : Double($0.hits) / Double($0.count)
    }
    report.perClass = (0..<classes).map { label in
      ClassScore(
        label: label, byTrueLabel: score(byTrueLabel, [label]),
        byPredictedLabel: score(byPredictedLabel, [label]))
    }
    if let groups {
      report.groupRule = groups.rule
      report.groupsByTrueLabel = scores(byTrueLabel, groups)
      report.groupsByPredictedLabel = scores(byPredictedLabel, groups)
    }
    report.notes = notes
    return report
  }

  var groups: ShotGroups? { classCounts.map(ShotGroups.init(counts:)) }

  private func score(_ table: any ReliabilityTable, _ rows: [Int]) -> GroupScore {
    GroupScore(table.reliability(rows: rows, edges: edges))
  }

  private func scores(
    _ table: any ReliabilityTable, _ groups: ShotGroups
  ) -> [ShotGroup: GroupScore] {
    Dictionary(
      uniqueKeysWithValues: ShotGroup.allCases.map { ($0, score(table, groups.classes(in: $0))) })
  }

  private var nullBand: NullBand? {
    guard outcomes.count > 0 else { return nil }
    return NullBand(
      confidences: outcomes.confidences, weights: weights, binning: settings.binning,
      norm: settings.norm, seed: settings.seed)
  }

  private var notes: [String] {
    let empty = classHits.indices.filter { classHits[$0].count == 0 }
    guard !empty.isEmpty else { return [] }
    return ["no sample belongs to class \(empty.map(String.init).listed(most: 10))"]
  }

  private func absence(of metric: MetricDescription) -> String {
    if samples == 0 { return "there are no samples" }
    if settings.isStreaming, metric.need != .bins {
      return metric.need == .confidences
        ? "it needs every sample's confidence, which streamed and merged figures do not keep"
        : "it needs every probability, which streamed and merged figures do not keep"
    }
    switch metric.name {
    case "accuracy_many", "accuracy_medium", "accuracy_few":
      return classCounts == nil
        ? "no class counts were given" : "no class of that group has a sample"
    case "ace" where weights != nil: return "it is not defined under a test prior"
    case "ace", "adaptive_ece":
      return "\(samples) samples are fewer than \(settings.bins) bins of equal mass"
    case "auroc": return "all answers are right, or all are wrong"
    case "kernel_error": return "it needs two samples"
    default: return "it cannot be told from these samples"
    }
  }
}
