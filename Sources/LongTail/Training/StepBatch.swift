import Torch

/// What a step goes through the network with: a batch, or the part of it whose turn it is.
struct StepBatch {
  /// The samples by stream, before mixing.
  let streams: [StreamBatch]
  /// What the network sees of the first view, after mixing.
  let mixed: [MixedBatch]
  /// This process's part of the inputs; all when `nil`.
  let share: StageForward.Share?
  /// The batch that this is a part of; `nil` where it is the batch itself.
  let whole: WholeLabels?
  /// Its samples as a share of the step's, in (0, 1]: what the mean of their losses counts in that of all.
  let portion: Double

  /// A whole batch.
  init(streams: [StreamBatch], mixed: [MixedBatch], share: StageForward.Share?) {
    self.init(streams: streams, mixed: mixed, share: share, whole: nil, portion: 1)
  }

  private init(
    streams: [StreamBatch], mixed: [MixedBatch], share: StageForward.Share?, whole: WholeLabels?,
    portion: Double
  ) {
    self.streams = streams
    self.mixed = mixed
    self.share = share
    self.whole = whole
    self.portion = portion
  }

  /// The batch in as many parts as one of `batchSize` samples has when it has `count`.
  func parts(_ count: Int, of batchSize: Int) -> [StepBatch] {
    guard count > 1 else { return [self] }
    let samples = streams[0].labels.count
    let parts = BatchPart.count(
      count, of: batchSize, samples: samples, rows: share?.exchange.rows)
    guard parts > 1 else { return [self] }
    let labels = mixed.map { $0.targets.map(\.labels.ints) }
    return (0..<parts).map { index in
      part(WholeLabels(labels: labels, part: BatchPart(index: index, count: parts)))
    }
  }

  private func part(_ whole: WholeLabels) -> StepBatch {
    let part = whole.part
    // Inputs may be those of this process alone; labels are always the whole batch's.
    let first = share.map { $0.ofWholeInputs ? 0 : $0.exchange.first } ?? 0
    func inputs(_ tensor: Tensor) -> Tensor { part.rows(of: tensor, from: first) }
    let streams = streams.map {
      StreamBatch(
        views: $0.views.map(inputs), labels: part.rows(of: $0.labels),
        positions: part.elements(of: $0.positions))
    }
    let mixed = mixed.map { batch in
      MixedBatch(
        inputs: inputs(batch.inputs),
        targets: batch.targets.map { (part.rows(of: $0.labels), $0.weight.rows(of: part)) })
    }
    return StepBatch(
      streams: streams, mixed: mixed, share: share.map { $0.part(part) }, whole: whole,
      portion: Double(streams[0].labels.count) / Double(self.streams[0].labels.count))
  }
}

extension MixingWeight {
  fileprivate func rows(of part: BatchPart) -> MixingWeight {
    switch self {
    case .whole: self
    case .perSample(let weights): .perSample(part.rows(of: weights))
    }
  }
}

extension StageForward.Share {
  /// What this process has of a part of the batch.
  fileprivate func part(_ part: BatchPart) -> StageForward.Share {
    StageForward.Share(
      BatchExchange(group: exchange.group, rows: part.counts(in: exchange.rows)),
      ofWholeInputs: ofWholeInputs)
  }
}
