@testable import LongTail
import Torch

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

  /// Gives parameters or buffers below a prefix the fixture's values.
  func load(_ arrays: [String: StageFixtures.Array], below prefix: String) {
    for (name, tensor) in store.tensors where name.hasPrefix(prefix) {
      if let array = arrays[String(name.dropFirst(prefix.count))] {
        tensor.assignInPlace(array.tensor)
      }
    }
  }
}
