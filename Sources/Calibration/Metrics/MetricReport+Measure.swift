extension MetricReport {
  /// Measures predictions in files, some rows at a time.
  /// - Parameters:
  ///   - predictions: rows, labels and, for groups, class counts.
  ///   - settings: how they are measured.
  /// - Returns: the figures, and what they can be merged from.
  /// - Throws: `FileProblem` for numbers that cannot be what they were said to be;
  ///   ``CalibrationError/invalidSetting(_:)`` for settings that do not fit.
  public static func measure(
    _ predictions: LabelledRows, _ settings: MetricSettings = MetricSettings()
  ) throws -> (report: MetricReport, state: ScorecardState) {
    try measure(
      MeasuredParts(
        labels: predictions.labels, classes: predictions.rows.classes,
        ranges: predictions.rows.ranges(), part: predictions.rows.probabilities),
      classCounts: predictions.classCounts, settings)
  }

  /// Measures probabilities in memory.
  /// - Parameters:
  ///   - probabilities: `[samples, classes]`, at least one sample.
  ///   - labels: `[samples]`, each in `0 ..< classes`.
  ///   - classCounts: training images per class; groups come from them.
  ///   - settings: how they are measured.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for settings that do not fit.
  public init(
    _ probabilities: Probabilities, labels: [Int], classCounts: [Int]? = nil,
    _ settings: MetricSettings = MetricSettings()
  ) throws {
    precondition(
      labels.count == probabilities.samples,
      "\(labels.count) labels for \(probabilities.samples) samples")
    self = try Self.measure(
      MeasuredParts(
        labels: labels, classes: probabilities.classes, ranges: [0..<labels.count],
        part: { _ in probabilities }), classCounts: classCounts, settings
    ).report
  }

  /// The figures of states that were merged: the same as those of all their samples, measured while
  /// streaming.
  /// - Parameters:
  ///   - state: the merged state.
  ///   - classCounts: training images per class; groups come from them.
  public init(_ state: ScorecardState, classCounts: [Int]? = nil) {
    var settings = MetricSettings()
    settings.bins = state.bins
    settings.isStreaming = true
    let measurement = MetricMeasurement(
      settings: settings, classes: state.classes, samples: 0, classWeights: nil)
    self = MetricReportBuilder(
      measurement, state: state, classCounts: classCounts, adaptiveClasswise: nil
    ).report()
  }

  private static func measure(
    _ input: MeasuredParts, classCounts: [Int]?, _ settings: MetricSettings
  ) throws -> (report: MetricReport, state: ScorecardState) {
    try settings.check()
    let shares = try settings.testPrior?.shares(
      classes: input.classes, trainingCounts: classCounts)
    let classWeights = try shares.map {
      try TestPrior.classWeights($0, labels: input.labels)
    }
    var measurement = MetricMeasurement(
      settings: settings, classes: input.classes, samples: input.labels.count,
      classWeights: classWeights)
    for range in input.ranges {
      measurement.add(try input.part(range), labels: Array(input.labels[range]))
    }
    let hasColumns =
      !settings.isStreaming && shares == nil && input.labels.count >= settings.bins
    var report = MetricReportBuilder(
      measurement, state: measurement.state, classCounts: classCounts,
      adaptiveClasswise: hasColumns ? try input.adaptiveClasswiseError(bins: settings.bins) : nil
    ).report()
    report.testPrior = shares
    return (report, measurement.state)
  }
}

/// Predictions that can be gone through more than once.
struct MeasuredParts {
  let labels: [Int]
  let classes: Int
  let ranges: [Range<Int>]
  let part: (Range<Int>) throws -> Probabilities

  /// Numbers that are in memory at a time for figures that sort every class's probabilities.
  private static let budget = 1 << 23

  /// ``ClasswiseErrors/meanAdaptive``, a few classes at a time.
  func adaptiveClasswiseError(bins: Int) throws -> Double {
    let width = min(classes, max(1, Self.budget / labels.count))
    var errors: [Double] = []
    for start in stride(from: 0, to: classes, by: width) {
      let columns = try columns(start..<min(start + width, classes))
      errors += RowChunks.map(rows: columns.count, columns: max(labels.count, 16_384)) { range in
        range.map { column in
          ClasswiseErrors.adaptive(
            columns[column], labels.map { $0 == start + column }, count: bins)
        }
      }.flatMap { $0 }
    }
    return errors.compensatedSum() / Double(classes)
  }

  /// The probabilities of some classes, a list of all samples for each.
  private func columns(_ wanted: Range<Int>) throws -> [[Double]] {
    var columns = [[Double]](repeating: [], count: wanted.count)
    for index in columns.indices { columns[index].reserveCapacity(labels.count) }
    for range in ranges {
      let part = try part(range)
      part.withUnsafeRows { rows in
        for (index, column) in wanted.enumerated() {
          switch rows {
          case .doubles(let base):
            for row in 0..<part.samples { columns[index].append(base[row * classes + column]) }
          case .floats(let base):
            for row in 0..<part.samples {
              columns[index].append(Double(base[row * classes + column]))
            }
          case nil: break
          }
        }
      }
    }
    return columns
  }
}
