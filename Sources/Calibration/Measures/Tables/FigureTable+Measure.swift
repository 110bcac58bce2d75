import ArrayFiles

extension FigureTable {
  /// Measures predictions in files, some rows at a time.
  /// - Parameters:
  ///   - predictions: rows, labels and, for groups, class counts.
  ///   - settings: how they are measured.
  /// - Returns: the figures, and what they can be merged from.
  /// - Throws: `FileProblem` for numbers that cannot be what they were said to be;
  ///   ``CalibrationError/invalidSetting(_:)`` for settings that do not fit.
  public static func measure(
    _ predictions: LabelledRows, _ settings: MeasureSettings = MeasureSettings()
  ) throws -> (table: FigureTable, state: MergeableEvidence) {
    try measure(
      MeasuredParts(
        labels: predictions.labels, classes: predictions.rows.classes,
        ranges: predictions.rows.ranges(), uncertainties: predictions.uncertainties,
        part: predictions.rows.probabilities),
      classCounts: predictions.classCounts, Measures.all, settings, isExplained: true)
  }

  /// Measures probabilities in memory.
  /// - Parameters:
  ///   - probabilities: `[samples, classes]`.
  ///   - labels: `[samples]`, each in `0 ..< classes`.
  ///   - classCounts: training images per class; groups come from them.
  ///   - uncertainties: `[samples]`, how unsure each answer is by another account than its probability: the larger, the
  ///     less sure; finite. `nil` leaves out the figures that need it.
  ///   - settings: how they are measured.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for settings that do not fit.
  public init(
    _ probabilities: Probabilities, labels: [Int], classCounts: [Int]? = nil,
    uncertainties: [Double]? = nil, _ settings: MeasureSettings = MeasureSettings()
  ) throws {
    self = try Self.measure(
      MeasuredParts(probabilities, labels, uncertainties: uncertainties), classCounts: classCounts,
      Measures.all, settings,
      isExplained: true
    ).table
  }

  /// Some measures of probabilities in memory, without explanations.
  /// - Parameters:
  ///   - measures: which; ``Measures/recorded`` are those of every evaluation.
  ///   - probabilities: `[samples, classes]`.
  ///   - labels: `[samples]`, each in `0 ..< classes`.
  ///   - classCounts: training images per class; groups come from them.
  ///   - uncertainties: `[samples]`, how unsure each answer is by another account than its probability: the larger, the
  ///     less sure; finite. `nil` leaves out the figures that need it.
  ///   - settings: how they are measured.
  /// - Throws: as the others.
  public init(
    of measures: [any Measure], _ probabilities: Probabilities, labels: [Int],
    classCounts: [Int]? = nil, uncertainties: [Double]? = nil,
    _ settings: MeasureSettings = MeasureSettings()
  ) throws {
    self = try Self.measure(
      MeasuredParts(probabilities, labels, uncertainties: uncertainties), classCounts: classCounts,
      measures, settings,
      isExplained: false
    ).table
  }

  /// The figures of every evaluation, ``Measures/recorded``, without explanations. Where the predictions say how unsure
  /// their answers are, the figures that rank answers by it stand beside those that rank them by confidence.
  /// - Parameters:
  ///   - probabilities: `[samples, classes]`, through a calibrator or none.
  ///   - predictions: what they were made of; has the labels, and the class counts that groups come from.
  ///   - further: measures beside those of every evaluation.
  ///   - settings: how they are measured.
  /// - Throws: as the others.
  public init(
    evaluating probabilities: Probabilities, of predictions: Predictions,
    adding further: [any Measure] = [], _ settings: MeasureSettings = MeasureSettings()
  ) throws {
    let ranking =
      predictions.uncertainties == nil
      ? [] : [AreaUnderROC().name, AreaUnderRiskCoverage().name]
    let measures = Measures.all.filter { $0.isRecorded || ranking.contains($0.name) }
    try self.init(
      of: measures + further, probabilities, labels: predictions.labels,
      classCounts: predictions.classCounts, uncertainties: predictions.uncertainties, settings)
  }

  /// The figures of states that were merged: the same as those of all their samples, measured while
  /// streaming.
  /// - Parameters:
  ///   - state: the merged state.
  ///   - classCounts: training images per class; groups come from them.
  /// - Throws: what a package's own measure throws.
  public init(_ state: MergeableEvidence, classCounts: [Int]? = nil) throws {
    var settings = MeasureSettings()
    settings.bins = state.bins
    settings.norm = state.norm ?? settings.norm
    settings.isStreaming = true
    let gathering = EvidenceGathering(
      settings: settings, classes: state.classes, samples: 0, classWeights: nil)
    try self.init(
      Evidence(gathering, state: state, classCounts: classCounts, parts: nil), Measures.all,
      isExplained: true)
  }

  private static func measure(
    _ input: MeasuredParts, classCounts: [Int]?, _ measures: [any Measure],
    _ settings: MeasureSettings, isExplained: Bool
  ) throws -> (table: FigureTable, state: MergeableEvidence) {
    try settings.check()
    let shares = try settings.testPrior?.shares(
      classes: input.classes, trainingCounts: classCounts)
    let classWeights = try shares.map {
      try TestPrior.classWeights($0, labels: input.labels)
    }
    var gathering = EvidenceGathering(
      settings: settings, classes: input.classes, samples: input.labels.count,
      classWeights: classWeights)
    for range in input.ranges {
      gathering.add(try input.part(range), labels: Array(input.labels[range]))
    }
    var table = try FigureTable(
      Evidence(gathering, state: gathering.state, classCounts: classCounts, parts: input),
      measures, isExplained: isExplained)
    table.testPrior = shares
    return (table, gathering.state)
  }

  /// Takes the measures of some evidence, but for those that need what nobody gave.
  /// - Throws: what reading predictions once more throws.
  private init(_ evidence: Evidence, _ measures: [any Measure], isExplained: Bool) throws {
    self.init(
      samples: evidence.samples, classes: evidence.classes, bins: evidence.settings.bins,
      isExplained: isExplained)
    let measures = measures.filter { $0.need != .uncertainties || evidence.uncertainties != nil }
    rows = try measures.map { try Row($0, of: evidence) }
    addIntervals(measures, of: evidence)
    maximumErrorCount = evidence.reliability.worst?.count
    nullBand = evidence.knownNullBand
    reliability = evidence.reliability.bins
    compatibility = evidence.settings.compatibility
    accuracyOfClass = evidence.accuracies.ofClass
    let (byTrue, byPredicted) = evidence.tables
    func score(_ table: any ReliabilityTable, _ classes: [Int]) -> Reliability {
      Reliability(table.reliability(rows: classes, edges: evidence.edges))
    }
    if let groups = evidence.groups {
      func scores(_ table: any ReliabilityTable) -> [ShotGroup: Reliability] {
        Dictionary(
          uniqueKeysWithValues: ShotGroup.allCases.map {
            ($0, score(table, groups.classes(in: $0)))
          })
      }
      groupRule = groups.rule
      groupsByTrueLabel = scores(byTrue)
      groupsByPredictedLabel = scores(byPredicted)
    }
    guard isExplained else { return }
    perClass = (0..<classes).map { label in
      ClassScore(
        label: label, byTrueLabel: score(byTrue, [label]),
        byPredictedLabel: score(byPredicted, [label]))
    }
    notes = Self.notes(evidence)
  }

  /// By formula where there is one, else by drawing the samples again.
  private mutating func addIntervals(_ measures: [any Measure], of evidence: Evidence) {
    guard evidence.settings.intervals != .none, evidence.confidences.count > 1 else { return }
    var left: [(place: Int, measure: any ResampledMeasure)] = []
    for (place, measure) in measures.enumerated() where rows[place].value != nil {
      if let found = measure.interval(of: evidence) {
        rows[place].add(found)
      } else if let measure = measure as? any ResampledMeasure {
        left.append((place, measure))
      }
    }
    guard evidence.settings.intervals == .all else { return }
    let found = Bootstrap(evidence).intervals(of: left.map(\.measure))
    for (place, interval) in zip(left.map(\.place), found) {
      if let interval { rows[place].add(interval) }
    }
  }

  private static func notes(_ evidence: Evidence) -> [String] {
    let empty = evidence.accuracies.ofClass.indices.filter {
      evidence.accuracies.ofClass[$0] == nil
    }
    var notes: [String] = []
    if !empty.isEmpty {
      notes.append("no sample belongs to class \(empty.map(String.init).listed(most: 10))")
    }
    if let area = evidence.ranking(by: .uncertainty)?.areaUnderROC, area < 0.5 {
      notes.append(
        "answers of a larger uncertainty are right more often than those of a smaller one; are these numbers larger where "
          + "answers are surer?")
    }
    return notes
  }
}

extension FigureTable.Row {
  fileprivate init(_ measure: any Measure, of evidence: Evidence) throws {
    let isWeighted = evidence.settings.testPrior != nil
    self.init(
      name: measure.name,
      convention: measure.convention(evidence.settings) + (isWeighted ? "/re-weighted" : ""))
    switch try Self.measured(measure, evidence) {
    case .value(let value): self.value = value
    case .absent(let reason): absence = reason
    }
  }

  private static func measured(
    _ measure: any Measure, _ evidence: Evidence
  ) throws -> MeasuredValue {
    guard evidence.samples > 0 else { return .absent("there are no samples") }
    guard evidence.isStreamed, measure.need != .bins else { return try measure.value(of: evidence) }
    return MeasuredValue(measure.streamedValue(of: evidence), otherwise: measure.need.absence)
  }

  fileprivate mutating func add(_ found: MeasuredInterval) {
    interval = found.interval
    intervalMethod = found.method
  }
}
