import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct InstanceContrastTests {
  /// `instance_contrast_fixtures.json`: three steps of gradient descent by PyTorch 2.13.0.
  private struct Case: Decodable {
    struct Step: Decodable {
      let arrays: [String: StageFixtures.Array]
    }
    let moves_heads: Bool
    let head: [String: StageFixtures.Array]
    let steps: [Step]
    let final: [String: StageFixtures.Array]
    let queue: StageFixtures.Array
  }

  private static let names = ["0.weight", "0.bias", "2.weight", "2.bias"]

  @Test func `three steps with a queue that they do not fill are those of the authors' code`()
    throws
  {
    let cases = try fixture("instance_contrast_fixtures", as: [Case].self)
    #expect(cases.map(\.moves_heads) == [false, true])
    for given in cases {
      let stage = try StageSiteFixture(width: 6)
      let site = stage.site(momentum: 0.9)
      let loss = InstanceContrast(
        weight: 0.7, dimension: 4, queue: 8, movesHeads: given.moves_heads)
      let objective = loss.make(for: site)
      stage.load(given.head, below: "experts.0.projection.")
      // The keys' head begins as the head does.
      for (index, name) in Self.names.enumerated() {
        let slow = try #require(
          stage.store.buffers.first { $0.name == "experts.0.slow.\(index)" })
        slow.tensor.assignInPlace(try #require(given.head[name]).tensor)
      }
      let companions = StageCompanions([
        MomentumCopy(momentum: 0.9).make(for: site, trained: nil)
      ])
      for (index, expected) in given.steps.enumerated() {
        stage.store.train { _ in true }
        let views = try ["query", "key"].map {
          try #require(expected.arrays[$0]).tensor.requiringGradient()
        }
        let step = stage.step(
          views, labels: [0, 1, 0], seen: 1, companions: companions,
          at: StageProgress(epoch: 0, epochs: 1, step: index, steps: 3))
        let values = objective.loss(step).perSample
        #expect(objective.loss(step).perSample.doubles == values.doubles)
        values.mean().backward()
        try expectEqual(values, expected.arrays["values"], "values \(index)")
        try expectEqual(
          views[0].gradient, expected.arrays["query_gradient"], "gradient of the query \(index)")
        #expect(views[1].gradient == nil)
        withoutGradients {
          for (_, tensor) in stage.store.parameters {
            if let gradient = tensor.gradient { tensor.addInPlace(gradient, factor: -0.1) }
          }
          objective.finish(step)
        }
      }
      let state = Dictionary(
        uniqueKeysWithValues: stage.store.tensors.map { ($0.name, $0.tensor) })
      let keys = try #require(state["experts.0.queue.keys"])
      // Three samples a step in eight places: the last eight keys.
      try expectEqual(keys, given.queue, "queue")
      for (name, array) in given.final {
        try expectEqual(state["experts.0.projection." + name], array, name)
      }
    }
  }

  @Test func `without keys of former steps a sample is told apart from nothing`() throws {
    let stage = try StageSiteFixture(width: 3)
    let site = stage.site(momentum: 0.9)
    let objective = InstanceContrast(dimension: 2, queue: 4).make(for: site)
    let views = (0..<2).map {
      Tensor(MiSLASFixtures.chirp(12, offset: Double($0)), shape: [4, 3])
    }
    let step = stage.step(
      views, labels: [0, 1, 1, 2], seen: 1,
      companions: StageCompanions([MomentumCopy(momentum: 0.9).make(for: site, trained: nil)]))
    #expect(objective.loss(step).perSample.doubles.allSatisfy { abs($0) < 1e-15 })
  }

  @Test func `what it cannot work with and settings out of range are refused`() throws {
    #expect(InstanceContrast().companionViews == 1)
    for inputs in [
      LossInputs(experts: 3, classCounts: [2, 1], views: 2),
      LossInputs(experts: 3, classCounts: [2, 1], hasMomentumCopy: true, views: 2, mixes: true),
    ] {
      #expect(throws: SettingsError.self) { try InstanceContrast().validate(for: inputs) }
    }
    for (loss, key) in [
      (InstanceContrast(weight: 0), "weight"), (InstanceContrast(temperature: 0), "temperature"),
      (InstanceContrast(dimension: 0), "dimension"), (InstanceContrast(queue: 0), "queue"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
