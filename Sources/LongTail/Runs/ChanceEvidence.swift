import Foundation

/// What is known of a run that learned nothing, to tell why.
struct ChanceEvidence {
  let recipe: Recipe
  let data: DataPartition
  let log: [EpochRecord]
  /// Steps of all stages together.
  let steps: Int
  /// Where the network answers its own training samples worse than it did while it trained.
  var statisticsLag: StatisticsLag?

  /// What figures speak for, the most telling first, then what nothing rules out: at least three.
  func reasons(_ level: ChanceLevel) -> [String] {
    [
      staleStatistics, badInputs, strangeLabels, risingLoss, idleLoss, idleRate, collapse(level),
      fewSteps,
      fewSamples,
      shuffledLabels, wrongRate, otherData,
    ].compactMap(\.self)
  }

  private var staleStatistics: String? {
    statisticsLag.map {
      "the running statistics of batch norm have hardly followed the weights: \(percent($0.whileTraining)) of the training "
        + "samples were right in training, \(percent($0.afterwards)) are afterwards, with \($0.stepsPerEpoch) "
        + "\($0.stepsPerEpoch == 1 ? "step" : "steps") an epoch"
    }
  }

  private var badInputs: String? {
    guard let inputs = data.training.samples.inputMoments,
      abs(inputs.mean) > 10 || inputs.deviation > 10 || inputs.deviation < 0.02
    else { return nil }
    return
      "the inputs are not normalised: as the network sees them their mean is \(short(inputs.mean)) and "
      + "their standard deviation \(short(inputs.deviation)); about 0 and 1 are usual"
  }

  private var strangeLabels: String? {
    // Where the training samples are answered wrongly too, their labels are not the reason.
    guard statisticsLag == nil, let last = epochs.last,
      last.trainingAccuracy > largestShare + 0.3
    else { return nil }
    return
      "the labels of the test set do not go with those of the training set (another order of the "
      + "classes, or shuffled), or the training samples were learned by heart: training accuracy is "
      + percent(last.trainingAccuracy)
  }

  private var risingLoss: String? {
    guard let last = epochs.last, let first = epochs.first(where: { $0.stage == last.stage }),
      last.loss > first.loss
    else { return nil }
    return "the learning rate is too large: the training loss rose from \(short(first.loss)) to "
      + "\(short(last.loss)) at a rate of up to \(short(highestRate))"
  }

  private var idleLoss: String? {
    guard let lowest = epochs.map(\.loss).min(), lowest >= 0.97 * guessingLoss else { return nil }
    return
      "nothing was learned: the training loss never fell below \(short(lowest)); guessing by the sizes "
      + "of the classes has \(short(guessingLoss)), and ln \(counts.count) is "
      + short(Foundation.log(Double(counts.count)))
  }

  private var idleRate: String? {
    recipe.rateWarnings.first.map { "the schedule does not suit so short a training: \($0)" }
  }

  private func collapse(_ level: ChanceLevel) -> String? {
    let names = data.training.samples.classNames
    guard level.commonestShare > 0.9, names.indices.contains(level.commonestAnswer) else {
      return nil
    }
    let share = Double(counts[level.commonestAnswer]) / Double(samples)
    return
      "the answer is nearly always the same: \(percent(level.commonestShare)) of the test samples are "
      + "taken for “\(names[level.commonestAnswer])”, which has \(percent(share)) of the training samples"
  }

  private var fewSteps: String? {
    guard steps < 1000, !epochs.isEmpty else { return nil }
    let length = "\(epochs.count) \(epochs.count == 1 ? "epoch" : "epochs")"
    return "the training is short: \(steps) steps in \(length)"
  }

  private var fewSamples: String? { samples < 50 * counts.count ? otherData : nil }

  private var shuffledLabels: String? {
    guard let last = epochs.last, last.trainingAccuracy <= largestShare + 0.1 else { return nil }
    return
      "the labels do not belong to their samples (shuffled, or shifted by one): training accuracy is "
      + "\(percent(last.trainingAccuracy)), always answering the largest class gives "
      + percent(largestShare)
  }

  private var wrongRate: String? {
    epochs.isEmpty
      ? nil : "the learning rate, at most \(short(highestRate)), is too small or too large"
  }

  private var otherData: String {
    "there is little to learn from: \(samples) training samples of \(counts.count) classes, "
      + "\(counts.min() ?? 0) of the smallest"
  }

  private var counts: [Int] { data.training.samples.classCounts }
  private var samples: Int { max(1, counts.reduce(0, +)) }
  private var largestShare: Double { Double(counts.max() ?? 0) / Double(samples) }
  /// Epochs that trained.
  private var epochs: [EpochRecord] { log.filter { $0.fitted == nil } }
  private var highestRate: Double { epochs.map(\.learningRate).max() ?? 0 }

  /// The loss of answering each class as often as it occurs, in nats.
  private var guessingLoss: Double {
    counts.filter { $0 > 0 }.reduce(0) { sum, count in
      let share = Double(count) / Double(samples)
      return sum - share * Foundation.log(share)
    }
  }

  private func short(_ value: Double) -> String { String(format: "%.4g", value) }
  private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}

extension LabelledSamples {
  /// Mean and standard deviation of the first inputs as a network sees them; `nil` when they do not read.
  fileprivate var inputMoments: (mean: Double, deviation: Double)? {
    let loader = BatchLoader(
      self, order: Array(0..<min(256, count)), batchSize: 256, workers: 0)
    guard let batch = try? loader.batches().next() else { return nil }
    let values = batch.withValues { $0.map(Double.init) }
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
  }
}
