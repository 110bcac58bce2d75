/// How a class prior is estimated.
public struct PriorEstimation: Sendable {
  /// What estimates the shares; the posterior's maximum by default.
  public var estimator: any PriorEstimator = MaximumAPosterioriPrior()
  /// Draws of the rows that the intervals come from, 20 to 10⁶; 0 for no intervals.
  public var resamples = 500
  /// How often the labelled rows are drawn again, the calibrator fitted to them and the source prior taken
  /// from them, so that intervals hold their uncertainty too, 0 to 10⁶; `nil` for ``usualRefits(_:)``.
  public var refits: Int?
  /// Of all that is drawn; the same seed gives the same intervals.
  public var seed: UInt64 = 0
  /// The estimate is applied when the test of a shift gives a smaller p, 0 to 1; 1 applies it always.
  public var level = 0.05

  public init() {}

  /// 20 for up to two million probabilities of labelled rows; none beyond.
  public static func usualRefits(_ evidence: PriorEvidence) -> Int {
    evidence.method != nil && evidence.validation.labels.count * evidence.classes <= 2_000_000
      ? 20 : 0
  }

  /// - Throws: ``CalibrationError`` for settings out of range, and when the labelled rows do not determine
  ///   the shares.
  public func estimate(_ evidence: PriorEvidence) throws -> PriorEstimate {
    try validate()
    let source = PriorSource(
      evidence.validation, evidence.calibrator, hasConfusion: estimator.needsConfusion)
    let rows = evidence.rows()
    let found = try estimator.shares(of: rows, source)
    let intervals = try intervals(evidence, found, source)
    let shift = ShiftTest(source: source.predictedCounts, target: rows.predictedCounts)
    let isApplied = level >= 1 || (shift.map { $0.pValue < level } ?? false)
    let doubts = PriorDoubts(
      source: source, rows: rows, found: found, intervals: intervals?.intervals,
      calibrator: evidence.calibratorName)
    return PriorEstimate(
      method: type(of: estimator).name, calibrator: evidence.calibratorName,
      calibratorIdentity: try evidence.calibratorIdentity(), classes: evidence.classes,
      classNames: evidence.classNames, samples: rows.samples, validationSamples: source.samples,
      estimate: found.shares,
      sourcePrior: found.source, lower: intervals?.intervals.lower,
      upper: intervals?.intervals.upper, intervalMethod: intervals?.method, shift: shift,
      level: level, isApplied: isApplied, condition: found.condition,
      notes: found.notes + (intervals?.notes ?? []), doubts: doubts.sentences,
      batches: batches(evidence, source))
  }

  /// Whether every setting lies in its range, also those of the estimator; estimating asks first.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` that names the first that does not.
  public func validate() throws(CalibrationError) {
    try estimator.validate()
    if resamples != 0 { try SettingRange.require("resamples", resamples, in: 20...1_000_000) }
    if let refits { try SettingRange.require("refits", refits, in: 0...1_000_000) }
    try SettingRange.require("level", level, in: 0...1)
  }

  // MARK: Batches

  /// One at a time against the labelled rows: whether the world has moved since.
  private func batches(
    _ evidence: PriorEvidence, _ source: PriorSource
  ) -> [PriorEstimate.Batch] {
    evidence.batches.map { batch in
      let rows = UnlabelledRows(evidence.calibrator, [batch])
      return PriorEstimate.Batch(
        samples: batch.samples,
        pValue: ShiftTest(source: source.predictedCounts, target: rows.predictedCounts)?.pValue)
    }
  }

  // MARK: Intervals

  private typealias Found = (intervals: ShareIntervals, method: String, notes: [String])

  private func intervals(
    _ evidence: PriorEvidence, _ found: PriorShares, _ source: PriorSource
  ) throws -> Found? {
    guard resamples > 0, evidence.samples > 1 else { return nil }
    let wanted = min(refits ?? Self.usualRefits(evidence), resamples)
    var notes: [String] = []
    var draws: [[Double]] = []
    var fits = 0
    if wanted > 0, let method = evidence.method {
      for fit in 0..<wanted {
        let part = fit * resamples / wanted..<(fit + 1) * resamples / wanted
        let validation = drawn(evidence.validation, fit)
        guard let calibrator = try? method.fitted(to: validation) else { break }
        draws += try shares(
          evidence, calibrator,
          PriorSource(validation, calibrator, hasConfusion: estimator.needsConfusion), found, part)
        fits += 1
      }
      if fits < wanted {
        draws = []
        fits = 0
        notes.append(
          "intervals take calibrator and source prior as given: \(evidence.calibratorName) cannot be "
            + "fitted to validation logits and labels drawn anew")
      }
    }
    if fits == 0 {
      draws = try shares(evidence, evidence.calibrator, source, found, 0..<resamples)
      if notes.isEmpty {
        notes.append(
          "intervals take calibrator and source prior as given; with refits they would be wider")
      }
    }
    let unknown = Set(found.source.indices.filter { found.source[$0] == 0 })
    return (
      ShareIntervals(
        shares: found.shares, unshrunk: found.unshrunk, draws: draws, samples: evidence.samples,
        unknown: unknown),
      "bootstrap\(resamples)/refits\(fits)/percentile-and-wilson/seed\(seed)", notes
    )
  }

  private func shares(
    _ evidence: PriorEvidence, _ calibrator: any Calibrator, _ source: PriorSource,
    _ found: PriorShares, _ draws: Range<Int>
  ) throws(CalibrationError) -> [[Double]] {
    let ratios = source.prior.indices.map {
      source.prior[$0] > 0 ? max(found.shares[$0] / source.prior[$0], 1) : 0
    }
    let rows = SparseRows(calibrator, evidence.batches, ratios: ratios)
    return try estimator.drawnShares(
      of: DrawnRows(rows: rows, draws: draws, seed: seed), source, near: found.shares)
  }

  /// Labelled rows drawn again.
  private func drawn(_ validation: Predictions, _ fit: Int) -> Predictions {
    var random = SplitMix64(seed: ~seed &+ UInt64(fit) &* 0x1_0000_0001)
    let count = validation.labels.count
    return validation.selecting((0..<count).map { _ in Int.random(in: 0..<count, using: &random) })
  }
}
