import TestSupport
import Testing
import Torch

struct RandomCreationTests {
  private static let seeds: [UInt64] = [0, 7, 0xffff_ffff_1234_5678]

  private func generator(_ seed: UInt64) -> CounterBasedGenerator {
    CounterBasedGenerator(seed: seed, stream: seed &+ 5, 3)
  }

  @Test(arguments: seeds, [1, 2, 7, 20_001])
  func `uniform tensors hold the generator's own numbers`(_ seed: UInt64, _ count: Int) {
    var one = generator(seed)
    let expected = (0..<count).map { _ in one.uniform() }
    var other = generator(seed)
    #expect(
      Tensor.uniform([count], using: &other, dtype: .float64).doubles == expected)
    var third = generator(seed)
    let operations = Tensor.uniforms(count, using: &third, device: .cpu, withOperations: true)
    #expect(operations.doubles == expected)
  }

  @Test(arguments: seeds, [1, 4, 1001])
  func `normal tensors hold the generator's own numbers`(_ seed: UInt64, _ count: Int) {
    var one = generator(seed)
    let expected = (0..<count).map { _ in one.normal() }
    var other = generator(seed)
    let found = Tensor.normal([count], using: &other, dtype: .float64).doubles
    #expect(relativeDistance(found, expected) < 1e-13)
  }

  @Test func `further tensors go on where the last one ended, in whole blocks`() {
    var whole = generator(1)
    let all = Tensor.uniform([8], using: &whole, dtype: .float64).doubles
    var parts = generator(1)
    let first = Tensor.uniform([3], using: &parts, dtype: .float64).doubles
    let second = Tensor.uniform([2, 2], using: &parts, dtype: .float64)
    #expect(second.shape == [2, 2])
    #expect(first == Array(all[..<3]) && second.doubles == Array(all[4...]))
    // A draw of its own then begins with the next block.
    #expect(parts.uniform() != all[7])
  }
}
