import Testing
import Torch

struct CounterBasedGeneratorTests {
  @Test func `the first numbers are the first block`() {
    // The zero block of Philox4x32-10, low word first.
    var generator = CounterBasedGenerator(seed: 0)
    #expect(generator.next() == 0xe169_c58d_6627_e8d5)
    #expect(generator.next() == 0x9b00_dbd8_bc57_ac4c)
  }

  @Test func `streams differ, and their order counts`() {
    func first(_ generator: CounterBasedGenerator) -> UInt64 {
      var generator = generator
      return generator.next()
    }
    let starts = [
      first(CounterBasedGenerator(seed: 1)), first(CounterBasedGenerator(seed: 2)),
      first(CounterBasedGenerator(seed: 1, stream: 0)),
      first(CounterBasedGenerator(seed: 1, stream: 1)),
      first(CounterBasedGenerator(seed: 1, stream: 1, 2)),
      first(CounterBasedGenerator(seed: 1, stream: 2, 1)),
      first(CounterBasedGenerator(seed: 1 << 32)),
    ]
    #expect(Set(starts).count == starts.count)
    #expect(
      first(CounterBasedGenerator(seed: 1, stream: 1, 2))
        == first(CounterBasedGenerator(seed: 1, stream: 1, 2)))
  }

  @Test func `uniform draws fill [0, 1) evenly`() {
    var generator = CounterBasedGenerator(seed: 5)
    let draws = (0..<100_000).map { _ in generator.uniform() }
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    var bins = [Int](repeating: 0, count: 100)
    for draw in draws { bins[Int(draw * 100)] += 1 }
    let chiSquare = bins.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 }
    // 99 degrees of freedom: mean 99, deviation 14; five deviations.
    #expect(chiSquare < 170)
    #expect(generator.uniform(in: 3..<4) >= 3)
  }

  @Test func `normal draws have the moments of the normal distribution`() {
    var generator = CounterBasedGenerator(seed: 6)
    let draws = (0..<100_000).map { _ in generator.normal() }
    func moment(_ power: Int) -> Double {
      draws.reduce(0) { sum, x in sum + (0..<power).reduce(1) { p, _ in p * x } } / 100_000
    }
    // Five standard errors each.
    #expect(abs(moment(1)) < 5 * (1.0 / 100_000).squareRoot())
    #expect(abs(moment(2) - 1) < 5 * (2.0 / 100_000).squareRoot())
    #expect(abs(moment(3)) < 5 * (15.0 / 100_000).squareRoot())
    #expect(abs(moment(4) - 3) < 5 * (96.0 / 100_000).squareRoot())
  }
}
