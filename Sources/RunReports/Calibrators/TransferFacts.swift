import Calibration
import Foundation
import Reports

/// What knowledge transfer saw and did, and how much hangs on its constants.
struct TransferFacts {
  let comparison: CalibratorComparison
  let entries: [ComparedCalibrator]
  /// In class order.
  let classNames: [String]

  /// Beyond so many numbers the sensitivities, some forty fits and measurements, are left out.
  private static let largestWork = 40_000_000

  /// `nil` when no knowledge transfer was fitted; of the published constants where both kinds were.
  var facts: CalibrationReport.KnowledgeTransfer? {
    guard let transfer = transfers.first else { return nil }
    // A class without statistics of its own looks at nobody.
    let rows = transfer.tailClasses.indices.filter { !transfer.attention[$0].isEmpty }
    return CalibrationReport.KnowledgeTransfer(
      tailClasses: rows.map { classNames[transfer.tailClasses[$0]] },
      headClasses: transfer.headClasses.map { classNames[$0] },
      attention: rows.map { transfer.attention[$0] }, classWeights: classWeights(transfer),
      weights: .init(edges: transfer.tailWeights.edges, counts: transfer.tailWeights.counts),
      facts: words(transfer), sensitivities: sensitivities(transfer))
  }

  private var transfers: [KnowledgeTransferCalibrator] {
    entries.compactMap { $0.measurement?.calibrator?.knowledgeTransfer }
  }

  /// Samples of head classes weigh 1.
  private func classWeights(_ transfer: KnowledgeTransferCalibrator) -> [Double] {
    var weights = [Double](repeating: 1, count: classNames.count)
    for entry in transfer.tailWeights.ofClass { weights[entry.label] = entry.mean ?? 1 }
    return weights
  }

  private func words(_ transfer: KnowledgeTransferCalibrator) -> [Fact] {
    var facts = transfer.facts.map { Fact($0) }
    let weights = transfer.tailWeights.ofClass
    if let mean = transfer.tailWeights.mean, let least = weights.compactMap(\.smallest).min(),
      let most = weights.compactMap(\.largest).max()
    {
      facts.append(
        Fact(
          "weights of tail samples", String(format: "mean %.3f, %.3f to %.3f", mean, least, most)))
    }
    let below = weights.reduce(0) { $0 + $1.clippedBelow }
    let above = weights.reduce(0) { $0 + $1.clippedAbove }
    facts.append(Fact("weights clipped", "\(below) below, \(above) above"))
    for automatic in transfers {
      guard let selection = automatic.selection else { continue }
      facts.append(Fact("knowledge-transfer-auto", Self.words(selection, automatic)))
    }
    return facts
  }

  private static func words(
    _ selection: KnowledgeTransferCalibrator.Selection, _ chosen: KnowledgeTransferCalibrator
  ) -> String {
    let gap = String(
      format:
        "class-balanced gap of temperature scaling on validation %+.2f points, standard error %.2f",
      selection.gapOfTemperatureScaling * 100, selection.standardError * 100)
    return gap
      + (chosen.alpha == 1
        ? ": temperature scaling was kept"
        : String(
          format: ": α %g, %d head classes, T %.4f", chosen.alpha, chosen.headClasses.count,
          chosen.temperature))
  }

  // MARK: Sensitivity

  private func sensitivities(
    _ transfer: KnowledgeTransferCalibrator
  ) -> [CalibrationReport.Sensitivity] {
    let test = comparison.test
    let width = comparison.validation.features?.width ?? 0
    let work =
      comparison.validation.labels.count * width + test.labels.count * test.logits.classes
    guard work <= Self.largestWork else { return [] }
    let alphas = KnowledgeTransferAuto().alphas + [1]
    let classes = classNames.count
    let heads = Array(
      Set((1...9).map { min(max(classes * $0 / 10, 1), classes - 1) })
        .union([transfer.headClasses.count])
    ).sorted()
    let span = entries.compactMap { $0.measurement?.calibrator?.fittedTemperature }
    let low = min(span.min() ?? 1, 1) * 0.8
    let high = max(span.max() ?? 1, 1) * 1.25
    let temperatures = (0...24).map { low * pow(high / low, Double($0) / 24) }
    return [
      sensitivity(
        "α", chosen: transfer.alpha,
        values: Set(alphas).union([transfer.alpha]).sorted()
      ) { try? fitted(alpha: $0, heads: transfer.headClasses.count) },
      sensitivity(
        "head classes", chosen: Double(transfer.headClasses.count), values: heads.map(Double.init)
      ) { try? fitted(alpha: transfer.alpha, heads: Int($0)) },
      sensitivity(
        "temperature", chosen: transfer.temperature,
        values: Set(temperatures).union([transfer.temperature]).sorted()
      ) { $0 },
    ]
  }

  private func fitted(alpha: Double, heads: Int) throws -> Double {
    try KnowledgeTransferTemperatureScaling(alpha: alpha, headClasses: heads)
      .fitted(to: comparison.validation, training: comparison.training).temperature
  }

  private func sensitivity(
    _ constant: String, chosen: Double, values: [Double], temperature: (Double) -> Double?
  ) -> CalibrationReport.Sensitivity {
    let binning = Binning.equalWidth(comparison.bins)
    let points = values.compactMap { value in
      temperature(value).map { temperature in
        (
          value,
          ReliabilityBins(
            TopLabels(softmax(comparison.test.logits, temperature: temperature)),
            labels: comparison.test.labels, binning: binning
          ).expectedError
        )
      }
    }
    return CalibrationReport.Sensitivity(
      constant: constant, chosen: chosen, values: points.map(\.0),
      calibrationErrors: points.map(\.1))
  }
}
