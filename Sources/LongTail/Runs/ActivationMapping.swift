import ArrayFiles
import Torch

/// Asks a network of one expert what each place of a picture says for the picture's class.
struct ActivationMapping {
  private let model: ExpertModel
  private let normalization: Normalization
  private let execution: Execution
  /// `[classes, channels]`
  private let weights: Tensor
  /// Parts of the backbone, behind the last of which the map lies.
  private let parts: Int

  /// Samples that the network sees at a time.
  static let batchSize = 128

  /// - Throws: ``DatasetProblem`` for a network whose answers are no weighted means over a map.
  init(_ trained: TrainedModel, execution: Execution) throws {
    let model = trained.model
    let name = model.settings.backbone.name
    let maps = model.settings.backbone.backbone.stageMaps
    guard model.settings.experts == 1 else {
      throw DatasetProblem(
        "\(trained.run.path) has \(model.settings.experts) experts; activation maps are of a single network"
      )
    }
    guard maps.last?.channels == model.featureWidth else {
      throw DatasetProblem(
        "\(name) of \(trained.run.path) does not end with a map that is averaged; expected a network such as resnet32"
      )
    }
    guard let weights = model.classWeights else {
      throw DatasetProblem(
        "the classifier \(model.settings.classifier.name) of \(trained.run.path) has no weight for each class and "
          + "channel; expected one such as linear")
    }
    self.model = model
    normalization = trained.description.normalization
    self.execution = execution
    self.weights = weights
    parts = maps.count
  }

  /// `Σ_k w_yk F_k` of the last map F for a batch, in inference: `[batch, height, width]`.
  /// - Throws: ``DatasetProblem`` for a network whose last map has one place.
  func activations(_ inputs: Tensor, _ labels: Tensor) throws -> Tensor {
    try withoutGradients {
      var last: Tensor?
      let insertion = MapInsertion(after: parts) { map in
        last = map
        return map
      }
      _ = model.features(inputs, .inference, inserting: insertion)
      guard let map = last, map.rank == 4, map.shape[2] * map.shape[3] > 1 else {
        throw DatasetProblem(
          "the last map of \(model.settings.backbone.name) has one place for \(model.input), which shows no foreground"
        )
      }
      let own = weights.indexSelected(axis: 0, labels).unsqueezed(axis: 2).unsqueezed(axis: 3)
      return (map * own).sum(axis: 1)
    }
  }

  /// The maps of some samples for their own classes, in their order.
  /// - Throws: `FileProblem` for a picture that cannot be read, and activations that are no numbers.
  func maps(of samples: LabelledSamples, at positions: [Int]) throws -> [ActivationMap] {
    var maps: [ActivationMap] = []
    let batches = BatchLoader(
      samples, order: positions, batchSize: Self.batchSize, normalization: normalization,
      threads: execution.loaderThreads
    ).batches()
    while let batch = try batches.next() {
      guard let inputs = batch.tensors(on: execution.device).first else { continue }
      let found = try activations(inputs, Tensor(batch.labels, device: execution.device))
      let (height, width) = (found.shape[1], found.shape[2])
      let values = found.to(.float32).floats
      for place in 0..<batch.count {
        let own = Array(values[place * height * width..<(place + 1) * height * width])
        guard own.allSatisfy(\.isFinite) else {
          throw FileProblem(
            samples.origin(at: batch.positions[place]),
            "the network's map of it has values that are no finite numbers; its weights have grown too large"
          )
        }
        maps.append(ActivationMap(height: height, width: width, activations: own))
      }
    }
    return maps
  }
}
