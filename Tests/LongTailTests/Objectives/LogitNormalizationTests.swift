import LongTail
import TestSupport
import Testing
import Torch

struct LogitNormalizationTests {
  @Test func `values and gradients are PyTorch's`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.logit_normalization.count == 2)
    for given in fixtures.logit_normalization {
      try fixtures.check(LogitNormalization(temperature: given.strength ?? -1), given)
    }
  }

  @Test(arguments: [(0.04, 2.12990671), (1, 0.73079806)])
  func `known samples have the known loss`(_ temperature: Double, _ expected: Double) {
    let found = KnownSamples.mean(LogitNormalization(temperature: temperature))
    #expect(abs(found - expected) < 5.1e-9)
  }

  @Test func `of logits of length one it is cross-entropy, and their length costs nothing`() {
    let rows = stride(from: 0, to: 12, by: 3).map { Array(KnownSamples.logits[$0..<$0 + 3]) }
    let unit = rows.flatMap { row in
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / length }
    }
    let own = KnownSamples.values(LogitNormalization(temperature: 1), unit)
    #expect(relativeDistance(own, KnownSamples.values(CrossEntropy(), unit)) < 2e-7)
    let longer = KnownSamples.values(LogitNormalization(temperature: 1), unit, scale: 50)
    #expect(relativeDistance(own, longer) < 2e-7)
    #expect(
      relativeDistance(
        KnownSamples.values(CrossEntropy(), unit, scale: 50),
        KnownSamples.values(CrossEntropy(), unit)) > 0.5)
  }

  @Test(arguments: [0, 1001, .nan] as [Double])
  func `a temperature out of range is refused`(_ value: Double) {
    let error = #expect(throws: SettingsError.self) {
      try LogitNormalization(temperature: value).validate()
    }
    #expect(error?.key == "temperature")
  }
}
