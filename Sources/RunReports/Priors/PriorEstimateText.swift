public import Calibration

/// An estimate of a class prior as a text.
public struct PriorEstimateText {
  private let estimate: PriorEstimate
  /// In class order.
  private let classNames: [String]

  /// - Parameters:
  ///   - estimate: the estimate.
  ///   - classNames: one a class, in class order.
  /// - Precondition: one name a class.
  public init(_ estimate: PriorEstimate, classNames: [String]) {
    precondition(
      classNames.count == estimate.classes,
      "\(classNames.count) names for \(estimate.classes) classes")
    self.estimate = estimate
    self.classNames = classNames
  }

  /// Verdict, shares, batches and notes; the shares alone as CSV.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .json: Table.json(estimate)
    case .csv: shares.text(.csv)
    case .table, .markdown: page(format)
    }
  }

  /// What people read.
  private func page(_ format: OutputFormat) -> String {
    var parts = [
      "\(estimate.samples) rows without labels, \(estimate.validationSamples) with; \(estimate.method) "
        + "after calibrator \(estimate.calibrator)",
      estimate.verdict, shares.text(format),
    ]
    if estimate.batches.count > 1 { parts.append(batches.text(format)) }
    parts += estimate.notes.map { "note: \($0)" }
    parts += estimate.doubts.map { "not known: \($0)" }
    return parts.joined(separator: "\n\n")
  }

  private var shares: Table {
    let hasIntervals = estimate.lower != nil
    return Table(
      header: ["class", "source_prior", "estimate"] + (hasIntervals ? ["lower", "upper"] : [])
        + ["prior"],
      rows: classNames.indices.map { label in
        let ends: [Table.Cell] = [
          .number(estimate.lower?[label], digits: 5), .number(estimate.upper?[label], digits: 5),
        ]
        return [
          .text(classNames[label]), .number(estimate.sourcePrior[label], digits: 5),
          .number(estimate.estimate[label], digits: 5),
        ] + (hasIntervals ? ends : []) + [.number(estimate.prior[label], digits: 5)]
      })
  }

  private var batches: Table {
    Table(
      header: ["batch", "rows", "shift_p"],
      rows: estimate.batches.enumerated().map { index, batch in
        [.count(index + 1), .count(batch.samples), .number(batch.pValue, digits: 6)]
      })
  }
}
