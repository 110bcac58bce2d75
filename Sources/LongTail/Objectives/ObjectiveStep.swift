public import Torch

/// One step of training, as an objective sees it.
public struct ObjectiveStep {
  /// What the network answers: to each view of the batch that it sees, in their order, or once for all where
  /// every expert has a batch of its own.
  public let outputs: [ExpertOutputs]
  /// What the network answers to samples that an objective added to the batch's map; `nil` where none are.
  public let inserted: ExpertOutputs?
  /// What the network saw of the first view, after mixing: one batch for all experts, or one for each.
  public let batches: [MixedBatch]
  /// The samples as they came, by stream, in all views and before mixing. The first stream is the batch.
  public let streams: [StreamBatch]
  /// Networks beside the one that learns.
  public let companions: StageCompanions
  /// How far the stage has come.
  public let progress: StageProgress
  /// Images per class in the set that is trained on, in class order, each ≥ 1.
  public let classCounts: [Int]
  /// What the hooks say each sample counts, `[batch]`, for labels `[batch]`; `nil` where all count alike.
  let sampleWeights: [(Tensor) -> Tensor?]
  /// The whole batch that these samples are a part of; `nil` where they are all.
  let whole: WholeLabels?
  /// What the network answers to further inputs, as it answers to the batch.
  let network: ((Tensor) -> ExpertOutputs)?
  /// What the optimizer's step would make of a parameter of the network, by its name, along a gradient.
  let ahead: ((String, Tensor) -> Tensor?)?

  public init(
    outputs: [ExpertOutputs], inserted: ExpertOutputs? = nil, batches: [MixedBatch],
    streams: [StreamBatch],
    companions: StageCompanions = StageCompanions(), progress: StageProgress, classCounts: [Int],
    sampleWeights: [(Tensor) -> Tensor?] = [], network: ((Tensor) -> ExpertOutputs)? = nil,
    ahead: ((String, Tensor) -> Tensor?)? = nil
  ) {
    self.init(
      outputs: outputs, inserted: inserted, batches: batches, streams: streams,
      companions: companions, progress: progress, classCounts: classCounts,
      sampleWeights: sampleWeights, whole: nil,
      network: network, ahead: ahead)
  }

  /// A part of a step, where there is a `whole`.
  init(
    outputs: [ExpertOutputs], inserted: ExpertOutputs? = nil, batches: [MixedBatch],
    streams: [StreamBatch],
    companions: StageCompanions, progress: StageProgress, classCounts: [Int],
    sampleWeights: [(Tensor) -> Tensor?], whole: WholeLabels?,
    network: ((Tensor) -> ExpertOutputs)?, ahead: ((String, Tensor) -> Tensor?)?
  ) {
    self.outputs = outputs
    self.inserted = inserted
    self.batches = batches
    self.streams = streams
    self.companions = companions
    self.progress = progress
    self.classCounts = classCounts
    self.sampleWeights = sampleWeights
    self.whole = whole
    self.network = network
    self.ahead = ahead
  }

  /// What the network answers to further inputs, shaped as those of the batch, in a pass of its own and with gradients.
  /// An objective that asks says so in ``ObjectiveSettings/furtherPasses``.
  public func outputs(of inputs: Tensor) -> ExpertOutputs {
    guard let network else { preconditionFailure("a step without its network") }
    return network(inputs)
  }

  /// What this step of the optimizer would make of a parameter of the network, by its name, were its gradient the
  /// given one, whose history it has. An objective that asks refuses stages without ``LossInputs/looksAhead``.
  public func lookAhead(of parameter: String, along gradient: Tensor) -> Tensor {
    guard let result = ahead?(parameter, gradient) else {
      preconditionFailure("a step that cannot look ahead of \(parameter)")
    }
    return result
  }

  /// The streams that are an objective's own.
  public func furtherStreams(_ count: Int) -> ArraySlice<StreamBatch> { streams.suffix(count) }

  /// Classes of the batch's samples, `[batch]`, int64, before mixing.
  public var labels: Tensor { streams[0].labels }
  /// Where the labels lie, and all of the step's tensors with them.
  public var device: Device { labels.device }

  /// What a loss function may know beside outputs and the labels of one set of a batch.
  public func context(branch: Int = 0, target: Int = 0) -> LossContext {
    LossContext(
      classCounts: classCounts, epoch: progress.epoch, epochs: progress.epochs, device: device,
      branch: branch, batchLabels: whole?.labels[branch][target])
  }

  /// Values of samples, `[batch]`, times what the stage's hooks say that samples of these labels count.
  public func weighted(_ perSample: Tensor, labels: Tensor) -> Tensor {
    weights(labels).reduce(perSample) { $0 * $1.to($0.dtype) }
  }

  /// The same for samples with a set of labels of a batch, of the whole of which the weights are taken.
  func weighted(_ perSample: Tensor, branch: Int, target: Int) -> Tensor {
    let own = batches[branch].targets[target].labels
    guard let whole else { return weighted(perSample, labels: own) }
    let all = Tensor(whole.labels[branch][target], device: own.device)
    return weights(all).reduce(perSample) { $0 * whole.part.rows(of: $1).to($0.dtype) }
  }

  private func weights(_ labels: Tensor) -> [Tensor] { sampleWeights.compactMap { $0(labels) } }
}
