import Torch

/// The weights of rare classes, made from their samples by what `few-shot-episodes` has learned of frequent ones (Gidaris,
/// Komodakis, CVPR 2018).
public struct GeneratedWeights: ClassifierFit {
  public static let name = "generated-weights"
  public static let summary = "weights of rare classes, made from their samples as it was learned"
  public static let needs = WeightGenerator.parts

  /// Classes with fewer samples get new weights, 1 … 1,000,000; those with as many are what they are made of.
  public var shots = 20

  public init() {}

  public init(shots: Int) {
    self.shots = shots
  }

  public var targetsUniformPrior: Bool { true }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    guard let weight = data.classifier["weight"] else {
      throw SettingsError("", "\(Self.name) needs a classifier with a weight for each class")
    }
    var counts = [Int](repeating: 0, count: data.classes)
    for label in data.trainingLabels { counts[label] += 1 }
    let known = counts.indices.filter { counts[$0] >= shots }
    let rare = counts.indices.filter { counts[$0] < shots }
    guard !known.isEmpty else {
      throw SettingsError(
        "shots", "no class has \(shots) samples, so that there is none to learn from")
    }
    guard !rare.isEmpty else { return FittedClassifier(tensors: [:], figures: ["generated": 0]) }
    let device = data.training.device
    let samples = data.trainingLabels.indices.filter { counts[data.trainingLabels[$0]] < shots }
    let place = Dictionary(uniqueKeysWithValues: rare.enumerated().map { ($1, $0) })
    let members = Tensor(
      samples.compactMap { place[data.trainingLabels[$0]] }, device: device
    ).oneHot(classes: rare.count).to(weight.dtype)
    let generator = WeightGenerator { name in
      guard let tensor = data.classifier[name] else { preconditionFailure("no \(name)") }
      return tensor
    }
    let made = generator.weights(
      data.training.to(weight.dtype).indexSelected(axis: 0, Tensor(samples, device: device)),
      members: members, known: Tensor(known, device: device))
    let keeps = Tensor(
      counts.map { $0 < shots ? 0.0 : 1 }, shape: [data.classes, 1], device: device)
    let all = Tensor.zeros(weight.shape, dtype: weight.dtype, device: device).scatteredAdding(
      axis: 0, indices: Tensor(rare, device: device).reshaped([-1, 1]).expanded(to: made.shape),
      values: made)
    return FittedClassifier(
      tensors: ["weight": weight * keeps.to(weight.dtype) + all],
      figures: ["generated": Double(rare.count)])
  }

  public func validate() throws {
    try SettingsError.require("shots", shots, in: 1...1_000_000)
  }
}
