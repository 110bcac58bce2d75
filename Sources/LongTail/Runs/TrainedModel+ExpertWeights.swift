import ArrayFiles
import Calibration
internal import Torch

extension TrainedModel {
  /// Learns what each expert should count for some samples, from two random views of each; their labels are not looked
  /// at (Zhang et al., NeurIPS 2022: SADE).
  ///
  /// The views are the authors': crops, jitter of colours, grey and blur, and mirror images where the data bear them.
  /// - Parameters:
  ///   - samples: pictures as the model takes them.
  ///   - learning: how; as the authors learn, with the optimizer of training, when `nil`.
  ///   - execution: how the network is asked.
  /// - Returns: what each expert counts, and how long it took to learn.
  /// - Throws: `FileProblem` for a model without several experts, one whose router chooses them, one whose calibrators
  ///   are of each expert, samples that are no pictures, and a picture that cannot be read.
  public func learnedExpertWeights(
    for samples: LabelledSamples, learning: ExpertWeightLearning? = nil, execution: Execution
  ) throws -> LearnedExpertWeights {
    let store = try picturesToLearnFrom(samples)
    let learning = learning ?? ExpertWeightLearning(following: recipe.decidingStage)
    let weights = ExpertWeights(
      experts: recipe.model.experts, optimizer: learning.optimizer, device: execution.device)
    let framing = recipe.data.framing
    let views = ContrastiveViews.ofTest(
      isLarge: min(store.height, store.width) > 64,
      flips: SingleStage.flips(recipe.data.sourceName))
    for epoch in 0..<learning.epochs {
      var random = CounterBasedGenerator(
        seed: UInt64(recipe.seed), purpose: .expertWeights, epoch: epoch)
      let batches = BatchLoader(
        samples, order: random.permutation(of: samples.count), batchSize: learning.batchSize,
        augmentations: views, furtherViews: [views],
        framing: store.readsFiles && !framing.isSquared ? framing.training.framing : nil,
        normalization: description.normalization, seed: UInt64(recipe.seed), epoch: epoch,
        workers: execution.workers
      ).batches()
      while let batch = try batches.next() {
        let logits = withoutGradients {
          batch.tensors(on: execution.device).map { model($0, .inference).logits.to(.float32) }
        }
        // Where a framing has several looks at a picture, a view is the mean of its looks.
        let looks = logits.count / 2
        func view(_ number: Int) -> Tensor {
          Tensor.stacked(Array(logits[number * looks..<(number + 1) * looks])).mean(axis: 0)
        }
        weights.step(view(0), view(1))
      }
      if learning.isOver(weights.shares) || epoch == learning.epochs - 1 {
        return LearnedExpertWeights(
          shares: weights.shares, epochs: epoch + 1, samples: samples.count)
      }
    }
    return LearnedExpertWeights(shares: weights.shares, epochs: 0, samples: samples.count)
  }

  private func picturesToLearnFrom(_ samples: LabelledSamples) throws -> PictureStore {
    guard recipe.model.experts > 1 else {
      throw FileProblem(
        run.path, "its model has one expert; weights can be learned for several experts")
    }
    guard !recipe.prediction.routes, recipe.prediction.evidence == nil else {
      let who = recipe.prediction.routes ? "a router chooses" : "evidence weighs"
      throw FileProblem(
        run.path, "\(who) the experts that answer; weights are for runs in which nothing does")
    }
    guard recipe.expertCalibration != .each else {
      throw FileProblem(
        run.path,
        "its calibrators are of each expert, for their mean; expected a run with expertCalibration: combined"
      )
    }
    guard case .pictures(let store) = samples.samples else {
      throw FileProblem(
        run.path,
        "it takes \(description.input); weights are learned from two views of pictures")
    }
    guard InputShape(samples.samples) == model.input else {
      throw FileProblem(
        "the data", "has \(InputShape(samples.samples)); the model takes \(model.input)")
    }
    return store
  }
}
