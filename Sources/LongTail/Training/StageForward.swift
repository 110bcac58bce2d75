import Torch

/// How the batches of a stage go through its network.
struct StageForward {
  let model: ExpertModel
  let mode: Mode
  let precision: Precision
  private let statistics: BatchNormStatistics
  let trainsBackbone: Bool
  /// How many views the network sees; those after them are for companions.
  let views: Int
  /// Experts that stay as they are while others train.
  let resting: Set<Int>
  /// Experts that take what all share as constants.
  private let detached: Set<Int>

  /// - Parameters:
  ///   - model: the network.
  ///   - stage: what is trained.
  ///   - precision: of the passes.
  ///   - statistics: that batch norm takes in training, of processes that share a batch.
  ///   - trained: names of the parameters that train.
  init(
    model: ExpertModel, stage: Stage, precision: Precision,
    statistics: BatchNormStatistics = .synchronized, trained: [String]
  ) {
    self.model = model
    self.precision = precision
    self.statistics = statistics
    trainsBackbone = trained.contains(where: ExpertModel.isBackbone)
    resting = model.restingExperts(trained: trained)
    detached = stage.objectives.reduce([]) {
      $0.union($1.detachedExperts(of: model.settings.experts))
    }
    mode =
      switch stage.batchNorm {
      case .train, .follow: model.settings.keepsStatistics ? .inference : .training
      case .frozen, .recomputed: .inference
      }
    views = 1 + stage.views.count - (stage.objectives.map(\.companionViews).max() ?? 0)
  }

  /// The part of a batch that this process runs through the network.
  struct Share {
    let exchange: BatchExchange
    /// Whether the inputs are those of the whole batch.
    let ofWholeInputs: Bool

    init(_ exchange: BatchExchange, ofWholeInputs: Bool) {
      self.exchange = exchange
      self.ofWholeInputs = ofWholeInputs
    }

    func part(_ inputs: Tensor) -> Tensor { ofWholeInputs ? exchange.part(inputs) : inputs }
  }

  /// What the network gives.
  /// - Parameters:
  ///   - first: the first view after mixing: one batch for all experts, or one for each.
  ///   - all: every view of the first stream.
  ///   - share: this process's part of them; all when `nil`.
  ///   - insertion: what is done to the map of a batch of one view on its way.
  /// - Returns: outputs of each view; one for experts with batches of their own; of the whole batch in each process.
  /// - Throws: `TorchError`, when another process has gone.
  func callAsFunction(
    _ first: [Tensor], views all: [Tensor], share: Share? = nil,
    inserting insertion: MapInsertion? = nil
  ) throws -> [ExpertOutputs] {
    guard let share else { return outputs(first, views: all, inserting: insertion) }
    let own = normalizing(in: share.exchange.group) {
      outputs(first.map(share.part), views: all.map(share.part))
    }
    return try own.map(share.exchange.whole)
  }

  private func outputs(
    _ first: [Tensor], views all: [Tensor], inserting insertion: MapInsertion? = nil
  ) -> [ExpertOutputs] {
    withAutocast(precision == .bfloat16 ? .bfloat16 : nil, on: model.device) {
      if first.count > 1 {
        return [outputs { model.features(eachOf: first, mode) }]
      }
      let further = all[1..<views]
      guard !further.isEmpty else {
        return [outputs { features(first[0], inserting: insertion) }]
      }
      // One batch of all views: batch norm sees them together, as in the authors' programs.
      let whole = Tensor.concatenated(first + further, axis: 0)
      return outputs { features(whole) }.split(into: views)
    }
  }

  /// What the network gives for inputs that an objective asks about, in a pass of their own.
  ///
  /// Of a group of processes each takes its share of the inputs, which are the whole batch's.
  func further(_ inputs: Tensor, share: Share? = nil) -> ExpertOutputs {
    func answer(_ inputs: Tensor) -> ExpertOutputs {
      withAutocast(precision == .bfloat16 ? .bfloat16 : nil, on: model.device) {
        outputs { features(inputs) }
      }
    }
    guard let exchange = share?.exchange else { return answer(inputs) }
    return exchange.group.endingWhereLost {
      try exchange.whole(normalizing(in: exchange.group) { answer(exchange.part(inputs)) })
    }
  }

  /// Runs `body` with batch norms that take the statistics which the recipe says.
  private func normalizing<Result>(in group: ProcessGroup, _ body: () -> Result) -> Result {
    switch statistics {
    case .synchronized: group.synchronizingNormalization(body)
    case .local: body()
    }
  }

  /// Gives every process of a group the running statistics of the first, where each has followed its own part of a batch:
  /// what is measured, averaged and saved is then the same in all. PyTorch's data-parallel training does so, too.
  /// - Throws: `TorchError`, when another process has gone.
  func agreeOnStatistics(in group: ProcessGroup) throws {
    guard statistics == .local, mode == .training else { return }
    try group.broadcastBuffers(of: model.store)
  }

  private func features(_ inputs: Tensor, inserting insertion: MapInsertion? = nil) -> [Tensor] {
    model.features(
      inputs, mode, resting: resting, detached: detached, inserting: insertion)
  }

  private func outputs(_ features: () -> [Tensor]) -> ExpertOutputs {
    model.outputs(from: trainsBackbone ? features() : withoutGradients(features))
  }

  /// Runs `body`; when the same step goes through the network again, the statistics that batch norm follows
  /// stay as the first time left them.
  func again(_ isAgain: Bool, _ body: () -> Void) {
    guard isAgain, mode == .training else { return body() }
    let buffers = model.store.buffers.map(\.tensor)
    let kept = buffers.map { $0.detached().cloned() }
    body()
    withoutGradients {
      for (buffer, value) in zip(buffers, kept) { buffer.assignInPlace(value) }
    }
  }
}

extension [ExpertOutputs] {
  /// The outputs for the samples of the batch, and those for samples that were added behind them.
  func dividing(after count: Int) -> (own: [ExpertOutputs], inserted: ExpertOutputs?) {
    guard let all = first, self.count == 1, all.logits.shape[0] > count else { return (self, nil) }
    return (
      [all.rows(from: 0, count: count)],
      all.rows(from: count, count: all.logits.shape[0] - count)
    )
  }
}

extension ExpertOutputs {
  /// The outputs of a batch of several views, one after the other, as those of each view.
  func split(into views: Int) -> [ExpertOutputs] {
    let count = logits.shape[0] / views
    return (0..<views).map { rows(from: $0 * count, count: count) }
  }

  /// Those of some samples, one after the other.
  func rows(from first: Int, count: Int) -> ExpertOutputs {
    func part(_ tensor: Tensor) -> Tensor {
      tensor.narrowed(axis: 0, from: first, count: count)
    }
    return ExpertOutputs(
      logits: part(logits), features: part(features), routing: routing.map(part))
  }
}
