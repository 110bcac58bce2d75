import ArrayFiles
import Testing
import Torch

struct ExponentialMovingAverageTests {
  private let store = ParameterStore(seed: 0, dtype: .float64)
  private let weight: Tensor
  private let count: Tensor
  private let average: ExponentialMovingAverage

  init() {
    weight = store.root.parameter("weight", [1], .ones)
    count = store.root.buffer("count", [], fill: 0, dtype: .int64)
    average = ExponentialMovingAverage(of: store, decay: 0.75)
  }

  @Test func `averages follow slowly and counters at once`() {
    weight.fillInPlace(5)
    count.fillInPlace(7)
    average.update()
    average.withAverages {
      expect(weight.detached(), [2], within: 1e-14)
      #expect(count.ints == [7])
    }
    average.update()
    average.replaceValues()
    expect(weight.detached(), [2.75], within: 1e-14)
    #expect(weight.requiresGradient)
  }

  @Test func `an error does not leave the averages in the model`() {
    weight.fillInPlace(5)
    average.update()
    #expect(throws: FileProblem("disk", "full")) {
      try average.withAverages { () throws -> Void in throw FileProblem("disk", "full") }
    }
    expect(weight.detached(), [5], within: 1e-14)
  }

  @Test func `a saved state comes back`() throws {
    weight.fillInPlace(5)
    average.update()
    let state = Dictionary(uniqueKeysWithValues: average.state().map { ($0.name, $0.array) })
    let other = ExponentialMovingAverage(of: store, decay: 0.75)
    try other.load(state, from: "average.safetensors")
    #expect(Tensor(other.state()[0].array).doubles == [2])
    #expect(throws: FileProblem.self) { try other.load([:], from: "empty") }
  }
}
