import LongTailTesting
import Testing
import Torch

@testable import LongTail

/// A stage around a network that passes vectors on, so that views are features.
struct StageSiteFixture {
  let model: ExpertModel
  let store: ParameterStore
  let counts: [Int]

  init(
    width: Int, counts: [Int] = [5, 3, 1], backbone: any Backbone = IdentityBackbone(),
    classifier: any ClassifierHead = LinearClassifier()
  ) throws {
    self.counts = counts
    model = try ExpertModel(
      ModelSettings(backbone: backbone, classifier: classifier), input: .features(width: width),
      classes: counts.count,
      seed: 1, dtype: .float64)
    store = ParameterStore(seed: 2, dtype: .float64)
  }

  func site(momentum: Double? = nil, epochs: Int = 4) -> StageSite {
    StageSite(
      model: model, classCounts: counts, epochs: epochs, batchSize: 4, momentum: momentum,
      root: store.root)
  }

  func step(
    _ views: [Tensor], labels: [Int], seen: Int? = nil,
    companions: StageCompanions = StageCompanions(),
    at progress: StageProgress = StageProgress(epoch: 0, epochs: 4),
    sampleWeights: [(Tensor) -> Tensor?] = []
  ) -> ObjectiveStep {
    let batch = StreamBatch(views: views, labels: Tensor(labels))
    return ObjectiveStep(
      outputs: views.prefix(seen ?? views.count).map { model($0, .training) },
      batches: [MixedBatch(batch)], streams: [batch], companions: companions, progress: progress,
      classCounts: counts, sampleWeights: sampleWeights)
  }

  /// How far an objective's gradient for views of four samples is from the one by central differences; the network is of
  /// width 3.
  func viewGradientError(of objective: any Objective, views count: Int = 2) throws -> Double {
    var random = CounterBasedGenerator(seed: 8, stream: 1)
    let start = (0..<12 * count).map { _ in random.normal() }
    func value(_ point: Tensor) -> Tensor {
      let views = (0..<count).map { point.narrowed(axis: 0, from: $0 * 4, count: 4) }
      return objective.loss(step(views, labels: [0, 1, 1, 2])).perSample.mean()
    }
    let leaf = Tensor(start, shape: [4 * count, 3]).requiringGradient()
    value(leaf).backward()
    return gradientError(
      try #require(leaf.gradient).doubles,
      of: { point in withoutGradients { value(Tensor(point, shape: [4 * count, 3])).item() } },
      at: start)
  }

  /// Gives parameters or buffers below a prefix the fixture's values.
  func load(_ arrays: [String: StageFixtures.Array], below prefix: String) {
    for (name, tensor) in store.tensors where name.hasPrefix(prefix) {
      if let array = arrays[String(name.dropFirst(prefix.count))] {
        tensor.assignInPlace(array.tensor)
      }
    }
  }
}
