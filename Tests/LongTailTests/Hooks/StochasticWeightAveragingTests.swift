@testable import LongTail
import TestSupport
import Testing
import Torch

struct StochasticWeightAveragingTests {
  private func stage() throws -> StageSiteFixture {
    try StageSiteFixture(width: 3, counts: [4, 2])
  }

  private func classifier(_ stage: StageSiteFixture) throws -> [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: stage.model.store.parameters.map {
        (String($0.name.dropFirst("classifier.".count)), $0.tensor)
      })
  }

  @Test func `averages are PyTorch's, and what trains comes back after the measuring`() throws {
    let expected = try StageFixtures.read().averages
    let stage = try stage()
    let hook = StochasticWeightAveraging(start: 0.25).make(for: stage.site(epochs: 4))
    let own = try classifier(stage)
    func set(_ state: [String: StageFixtures.Array]) {
      for (name, array) in state { own[name]?.assignInPlace(array.tensor) }
    }
    // Epoch 0 lies before the mean begins.
    set(expected.states[2])
    hook.afterEpoch(StageProgress(epoch: 0, epochs: 4))
    #expect(!hook.recomputesStatistics)
    for (index, state) in expected.states.enumerated() {
      set(state)
      hook.afterEpoch(StageProgress(epoch: index + 1, epochs: 4))
    }
    #expect(hook.recomputesStatistics)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try hook.withMeasuredWeights {
        for (name, array) in expected.mean {
          let found = try #require(own[name]).doubles
          #expect(relativeDistance(found, array.values) < 1e-14)
        }
        throw Stop()
      }
    }
    #expect(own["weight"]?.doubles == expected.states[2]["weight"]?.values)
    hook.finish()
    #expect(
      relativeDistance(
        try #require(own["bias"]).doubles, try #require(expected.mean["bias"]).values)
        < 1e-14)
  }

  @Test func `an average of the last epoch alone is that epoch`() throws {
    let stage = try stage()
    let hook = StochasticWeightAveraging(start: 0.99).make(for: stage.site(epochs: 3))
    let weight = try #require(try classifier(stage)["weight"])
    for epoch in 0..<3 {
      weight.fillInPlace(Double(epoch) / 3)
      hook.afterEpoch(StageProgress(epoch: epoch, epochs: 3))
    }
    let before = weight.doubles
    try hook.withMeasuredWeights { #expect(weight.doubles == before) }
  }
}
