import Testing
import Torch

struct InitializationTests {
  private func parameter(
    _ shape: [Int], _ initial: Initialization, name: String = "weight", seed: UInt64 = 1
  ) -> Tensor {
    ParameterStore(seed: seed, dtype: .float64).root.parameter(name, shape, initial).detached()
  }

  @Test func `constants are constant`() {
    expect(parameter([2], .zeros), [0, 0])
    expect(parameter([2], .ones), [1, 1])
    expect(parameter([2], .constant(0.3)), [0.3, 0.3])
  }

  @Test(arguments: [
    (Initialization.kaimingNormalFanIn, 2.0 / 144), (.kaimingNormalFanOut, 2.0 / 576),
    (.uniform(bound: 0.3), 0.03), (.frameworkDefault(fanIn: 144), 1.0 / 432),
  ])
  func `draws have the variance that the formula gives`(
    initial: Initialization, variance: Double
  ) {
    let draws = parameter([64, 16, 3, 3], initial)
    // 9,216 draws: five standard errors of mean and variance (that of a normal variable, √(2 / n)).
    #expect(abs(draws.mean().item()) < 5 * (variance / 9216).squareRoot())
    #expect(abs(draws.square().mean().item() / variance - 1) < 5 * (2.0 / 9216).squareRoot())
  }

  @Test func `uniform draws stay within their bound`() {
    #expect(parameter([1000], .uniform(bound: 0.3)).abs().max().item() <= 0.3)
    #expect(parameter([1000], .frameworkDefault(fanIn: 25)).abs().max().item() <= 0.2)
  }

  @Test func `columns have unit length`() {
    let weight = parameter([5, 3], .unitNormColumns)
    expect(weight.norm(axis: 0), [1, 1, 1], within: 1e-12)
    #expect(Set(weight.doubles).count == 15)
  }

  @Test func `a parameter depends on the seed and its name alone`() {
    let alone = parameter([8], .uniform(bound: 1)).doubles
    let store = ParameterStore(seed: 1, dtype: .float64)
    let other = store.root.parameter("other", [8], .uniform(bound: 1)).doubles
    let later = store.root.parameter("weight", [8], .uniform(bound: 1)).doubles
    #expect(later == alone)
    #expect(other != alone)
    #expect(parameter([8], .uniform(bound: 1), seed: 2).doubles != alone)
    let narrow = ParameterStore(seed: 1).root.parameter("weight", [8], .uniform(bound: 1))
    #expect(narrow.floats == alone.map { Float($0) })
  }
}
