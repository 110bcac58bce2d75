import Calibration
public import LongTail

extension Table {
  /// How well a run rejects samples of other classes: a row for each of its calibrators, `none` first.
  public init(openSet results: [OpenSetResult]) {
    self.init(
      header: [
        "calibrator", "threshold", "known_samples", "open_samples", "precision", "recall",
        "f_measure", "known_rejected", "open_rejected",
      ],
      rows: results.map { result in
        let figures = result.figures
        let rejected = Double(figures.knownRejected) / Double(max(1, figures.knownSamples))
        return [
          .text(result.calibrator ?? "none"), .number(figures.threshold),
          .count(figures.knownSamples), .count(figures.openSamples), .number(figures.precision),
          .number(figures.recall), .number(figures.fMeasure), .number(rejected),
          .number(figures.openRejected),
        ]
      })
  }
}
