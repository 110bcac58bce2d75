/// How much there is to do in each stage of a run, for progress and remaining time.
///
/// Stages differ in the number of their steps, and a step of one is not a step of another: batches differ in
/// size, and where the backbone stays, half of the work is missing. So time is told from passes of single
/// samples through the network, a step's way back counting as two more.
struct TrainingWork {
  /// What one epoch of a stage takes.
  struct Epoch: Equatable {
    let steps: Int
    /// Passes of one sample in all steps together.
    let training: Double
    /// Passes of one sample in the measuring after them.
    let measuring: Double
  }

  private struct Part {
    let epochs: Int
    let epoch: Epoch
    var steps: Int { epochs * epoch.steps }
    var passes: Double { Double(epochs) * (epoch.training + epoch.measuring) }
  }

  private let parts: [Part]
  /// Steps of all stages together.
  let totalSteps: Int
  private let totalPasses: Double

  /// - Parameters:
  ///   - epochs: of each stage.
  ///   - works: what an epoch of each takes.
  init(epochs: [Int], works: [Epoch]) {
    parts = zip(epochs, works).map { Part(epochs: $0, epoch: $1) }
    totalSteps = parts.reduce(0) { $0 + $1.steps }
    totalPasses = parts.reduce(0) { $0 + $1.passes }
  }

  /// Steps of one epoch of a stage.
  func steps(inEpochOf stage: Int) -> Int { parts[stage].epoch.steps }

  /// Steps that are done when `step` steps of an epoch are.
  func stepsDone(stage: Int, epoch: Int, step: Int) -> Int {
    parts[..<stage].reduce(0) { $0 + $1.steps } + epoch * parts[stage].epoch.steps + step
  }

  /// The part of the run's time that has passed then, in [0, 1], as far as the passes tell.
  func shareDone(stage: Int, epoch: Int, step: Int) -> Double {
    guard totalPasses > 0 else { return 0 }
    let own = parts[stage].epoch
    let begun = Double(step) / Double(max(1, own.steps)) * own.training
    let before = parts[..<stage].reduce(0) { $0 + $1.passes }
    return (before + Double(epoch) * (own.training + own.measuring) + begun) / totalPasses
  }
}

extension TrainingWork {
  /// Passes of a step's sample through the network: there, and back to every weight and every input.
  private static let passesOfTraining = 3.0

  /// What the stages of a run take. Stages that another run has carried out take nothing.
  init(_ trainer: Trainer) {
    let recipe = trainer.recipe
    let data = trainer.data
    let training = data.training.samples.count
    let validation = data.validation?.samples.count ?? 0
    let measured = validation + (recipe.selection == .test ? data.test.samples.count : 0)
    let first = recipe.start?.stage ?? 0
    let works = recipe.stages.indices.map { index -> Epoch in
      let stage = recipe.stages[index]
      guard index >= first else { return Epoch(steps: 0, training: 0, measuring: 0) }
      // The pass for a stage's statistics is spread over its epochs.
      let statistics =
        stage.batchNorm == .recomputed ? Double(training) / Double(stage.epochs) : 0
      guard stage.fit == nil else {
        // Features of everything once, then figures of everything.
        let samples = training + validation
        return Epoch(
          steps: Evaluator.batches(
            of: samples, input: InputShape(data.training.samples.samples),
            on: trainer.execution.device),
          training: Double(samples) + statistics,
          measuring: Double(training + measured))
      }
      let orders = trainer.orders(stage: index, epoch: 0)
      let size = stage.batchSize ?? recipe.batchSize
      let passes =
        (recipe.leavesBackbone(stage) ? 1 : Self.passesOfTraining)
        * Double(stage.optimizer.settings.gradientsPerStep)
      return Epoch(
        steps: ((orders.first?.count ?? 0) + size - 1) / size,
        training: Double(stage.samplesSeen(of: orders)) * passes + statistics,
        measuring: Double(measured))
    }
    self.init(epochs: recipe.stages.map(\.epochs), works: works)
  }
}

extension Stage {
  /// Samples that go through the network in an epoch, each view for itself, and those that objectives ask about
  /// beside the batch; those of a mixing's partners do not.
  fileprivate func samplesSeen(of orders: [[Int]]) -> Int {
    let seen = orders.prefix(loss.objective.branches).reduce(0) { $0 + $1.count }
    return seen * (1 + views.count) + (orders.first?.count ?? 0) * furtherPasses
  }
}
