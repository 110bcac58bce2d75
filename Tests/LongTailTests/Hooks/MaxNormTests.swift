@testable import LongTail
import TestSupport
import Testing
import Torch

struct MaxNormTests {
  @Test func `norms are limited row by row, and what lies inside stays bit for bit`() throws {
    let expected = try StageFixtures.read().norms
    let model = try ExpertModel(
      ModelSettings(backbone: IdentityBackbone()), input: .features(width: 3), classes: 4, seed: 1,
      dtype: .float64)
    let weight = try #require(model.store.parameters.first { $0.name == "classifier.weight" })
      .tensor
    let given = try #require(expected["linear"])
    weight.assignInPlace(given.tensor)
    let site = StageSite(
      model: model, classCounts: [1, 1, 1, 1], epochs: 2, batchSize: 1,
      root: ParameterStore(seed: 0).root)
    let progress = StageProgress(epoch: 0, epochs: 2)
    let hook = MaxNorm(bound: 1.2).make(for: site)
    hook.afterStep(progress)
    #expect(weight.doubles == given.values)
    hook.afterEpoch(progress)
    let limited = try #require(expected["linear_limited"]).values
    #expect(relativeDistance(weight.doubles, limited) < 1e-15)
    let rows = zip(0..<4, weight.doubles.indices.filter { $0 % 3 == 0 })
    for (_, start) in rows {
      let row = given.values[start..<start + 3]
      if row.reduce(0, { $0 + $1 * $1 }).squareRoot() < 1.2 {
        #expect(Array(weight.doubles[start..<start + 3]) == Array(row))
      }
    }
    let unknown = #expect(throws: SettingsError.self) {
      try MaxNorm(bound: 1, parameters: ["layer9"]).validate(for: model)
    }
    #expect(unknown?.key == "parameters")
  }

  /// Rows of norm 5, √2 and 1: a tenth of the way from 1 to 5 is 1.4.
  @Test func `a share bounds by the first norms, which are remembered`() throws {
    let model = try ExpertModel(
      ModelSettings(backbone: IdentityBackbone()), input: .features(width: 2), classes: 3, seed: 1,
      dtype: .float64)
    let weight = try #require(model.store.parameters.first { $0.name == "classifier.weight" })
      .tensor
    weight.assignInPlace(Tensor([3, 4, 1, 1, 0, 1], shape: [3, 2]))
    let store = ParameterStore(seed: 0, dtype: .float64)
    func hook(_ store: ParameterStore) -> any Hook {
      MaxNorm(share: 0.1).make(
        for: StageSite(
          model: model, classCounts: [1, 1, 1], epochs: 2, batchSize: 1, root: store.root))
    }
    let first = hook(store)
    #expect(store.buffers.map(\.name) == ["bounds.0"])
    #expect(abs(store.buffers[0].tensor.item() - 1.4) < 1e-15)
    let progress = StageProgress(epoch: 0, epochs: 2)
    first.afterEpoch(progress)
    func norms() -> [Double] { weight.square().sum(axis: 1).sqrt().doubles }
    #expect(relativeDistance(norms(), [1.4, 1.4, 1]) < 1e-15)
    // A resumed stage has the bound of its beginning, not one of its present weights.
    let again = ParameterStore(seed: 0, dtype: .float64)
    let resumed = hook(again)
    try again.load(["bounds.0": store.buffers[0].tensor.numericArray()], from: "state")
    weight.assignInPlace(Tensor([3, 4, 1, 1, 0, 1], shape: [3, 2]))
    resumed.afterEpoch(progress)
    #expect(relativeDistance(norms(), [1.4, 1.4, 1]) < 1e-15)
    let error = #expect(throws: SettingsError.self) { try MaxNorm(share: 1.5).validate() }
    #expect(error?.key == "share")
  }
}
