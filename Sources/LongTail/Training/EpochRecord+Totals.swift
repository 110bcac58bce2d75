extension EpochRecord {
  /// The record of an epoch that trained.
  init(
    stage: Int, stageName: String, epoch: Int, epochs: Int, learningRate: Double,
    totals: EpochTotals, validation: EpochFigures?, test: EpochFigures?
  ) {
    let samples = Double(max(1, totals.samples))
    self.init(
      stage: stage, stageName: stageName, epoch: epoch, epochs: epochs, learningRate: learningRate,
      loss: totals.loss / samples, lossParts: totals.parts.mapValues { $0 / samples },
      trainingAccuracy: totals.correct / samples, validation: validation, test: test, fitted: nil,
      timing: EpochTiming(
        seconds: totals.seconds, imagesPerSecond: samples / max(1e-9, totals.seconds)))
  }
}

extension EpochTotals {
  var imagesPerSecond: Double { Double(samples) / max(1e-9, seconds) }
}
