import Torch

/// Cross-entropy of frequent classes, of which some play rare ones in each step: their weights are made from a few samples
/// of a stream of the objective's own (Gidaris, Komodakis, CVPR 2018, section 4). Without such classes it is the
/// cross-entropy of frequent classes alone.
///
/// Rare classes are left out: their samples count nothing, and no sample can be taken for one of them.
public struct FewShotEpisodes: ObjectiveSettings {
  public static let name = "few-shot-episodes"
  public static let summary =
    "cross-entropy of frequent classes, some with weights that are made from a few samples"

  /// Classes with fewer samples are rare, 1 … 1,000,000.
  public var shots = 20
  /// Classes that play rare ones in a step, 0 … 1,000,000; as many as their samples are there of, and not all.
  public var fakes = 5
  /// Samples at most that the weights of such a class are made from, 1 … 1,000,000.
  public var exemplars = 5

  public init() {}

  public init(shots: Int = 20, fakes: Int, exemplars: Int = 5) {
    self.shots = shots
    self.fakes = fakes
    self.exemplars = exemplars
  }

  public var furtherPasses: Int { fakes > 0 ? 1 : 0 }
  public var furtherStreams: Int { fakes > 0 ? 1 : 0 }

  public func make(for site: StageSite) -> any Objective { EpisodeObjective(self, for: site) }

  public func validate() throws {
    try SettingsError.require("shots", shots, in: 1...1_000_000)
    try SettingsError.require("fakes", fakes, in: 0...1_000_000)
    try SettingsError.require("exemplars", exemplars, in: 1...1_000_000)
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes samples, and an episode is of whole ones; set mixing=none")
    }
    guard inputs.experts == 1, inputs.classifierParts.isSuperset(of: WeightGenerator.parts) else {
      throw SettingsError(
        "", "the classifier makes no weights; expected one expert and model.classifier=generating")
    }
    let frequent = inputs.classCounts.count { $0 >= shots }
    guard frequent > 1 else {
      throw SettingsError(
        "shots",
        "\(frequent) of \(inputs.classCounts.count) classes have \(shots) samples; expected two or more"
      )
    }
  }
}

/// The episodes at work. Which classes play rare ones follows from the seed and the step.
private final class EpisodeObjective: Objective {
  private let settings: FewShotEpisodes
  private let seed: UInt64
  private let tensors: [String: Tensor]
  private let generator: WeightGenerator
  private let frequent: [Int]
  /// Classes that are no answer, `[1, classes]`.
  private let isRare: Tensor

  init(_ settings: FewShotEpisodes, for site: StageSite) {
    self.settings = settings
    seed = site.seed
    let own = site.model.store.parameters.map { ($0.name, $0.tensor) }
    let tensors = Dictionary(uniqueKeysWithValues: own)
    func part(_ name: String) -> Tensor {
      guard let tensor = tensors["classifier." + name] else {
        preconditionFailure("a classifier without \(name)")
      }
      return tensor
    }
    self.tensors = Dictionary(
      uniqueKeysWithValues: ["weight", "bias", "scale"].map { ($0, part($0)) })
    generator = WeightGenerator(part)
    frequent = site.classCounts.indices.filter { site.classCounts[$0] >= settings.shots }
    isRare = Tensor(
      site.classCounts.map { $0 < settings.shots ? 1.0 : 0 }, shape: [1, site.classes],
      device: site.device
    ).greater(than: 0)
  }

  private func tensor(_ name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("a classifier without \(name)") }
    return tensor
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let weight = weights(step)
    let features = step.outputs[0].meanFeatures.to(weight.dtype)
    let logits = GeneratingClassifier.logits(
      features, weight: weight, bias: tensor("bias"), scale: tensor("scale")
    ).maskedFill(isRare, -.infinity)
    // Samples of rare classes stand at another answer, and count nothing.
    let isOut = isRare.flattened().indexSelected(axis: 0, step.labels)
    let labels = Tensor.where(
      isOut, Tensor.full([], Double(frequent[0]), dtype: .int64, device: step.device), step.labels)
    let counts = isOut.logicalNot().to(weight.dtype)
    let share = counts / counts.mean().clamped(min: 1e-12)
    let losses = expertLogLosses(logits.unsqueezed(axis: 1), labels).flattened() * share
    return LossValues(step.weighted(losses, labels: step.labels))
  }

  /// The classes' weights, made from samples for those that play rare ones: `[classes, width]`.
  private func weights(_ step: ObjectiveStep) -> Tensor {
    let weight = tensor("weight")
    guard settings.fakes > 0, let stream = step.furtherStreams(1).first else { return weight }
    var random = CounterBasedGenerator(
      seed: seed, stream: RandomPurpose.objective.rawValue, UInt64(step.progress.epoch),
      UInt64(step.progress.step))
    let labels = stream.labels.ints
    let present = Set(labels)
    var players = frequent.filter(present.contains)
    random.shuffle(&players)
    players = Array(players.prefix(min(settings.fakes, frequent.count - 1))).sorted()
    guard !players.isEmpty else { return weight }
    let most = 1 + Int(random.uniform() * Double(settings.exemplars))
    let places = players.map { player in
      Array(labels.indices.filter { labels[$0] == player }.prefix(most))
    }
    let (device, classes) = (weight.device, weight.shape[0])
    let rows = places.enumerated().flatMap { place, own in own.map { _ in place } }
    let members = Tensor(rows, device: device).oneHot(classes: players.count).to(weight.dtype)
    let features = step.outputs(of: stream.inputs).meanFeatures.to(weight.dtype)
      .indexSelected(axis: 0, Tensor(places.flatMap(\.self), device: device))
    let playing = Set(players)
    let made = generator.weights(
      features, members: members,
      known: Tensor(frequent.filter { !playing.contains($0) }, device: device))
    let keeps = Tensor(
      (0..<classes).map { playing.contains($0) ? 0.0 : 1 }, shape: [classes, 1], device: device)
    let index = Tensor(players, device: device).reshaped([-1, 1]).expanded(to: made.shape)
    return weight * keeps.to(weight.dtype)
      + Tensor.zeros(weight.shape, dtype: weight.dtype, device: device)
      .scatteredAdding(axis: 0, indices: index, values: made)
  }
}
