import LongTail
import Testing
import Torch

struct MixupTests {
  private static let labels = [0, 1, 2, 3, 4, 5]

  /// Row i is (i, 10 i), so that a pair shows in its mixture.
  private static var inputs: Tensor {
    Tensor(labels.flatMap { [Double($0), 10 * Double($0)] }, shape: [labels.count, 2])
  }

  private func mixed(_ mixup: Mixup, stream: UInt64) -> MixedBatch {
    var random = CounterBasedGenerator(seed: 11, stream: stream)
    return mixup(
      StreamBatch(views: [Self.inputs], labels: Tensor(Self.labels)), MixingContext(),
      using: &random)
  }

  private func weights(_ batch: MixedBatch) -> [Double] {
    batch.targets.compactMap { if case .whole(let weight) = $0.weight { weight } else { nil } }
  }

  /// Beta(α, α) has mean ½ and variance 1 / (4 (2α + 1)).
  @Test(arguments: [0.2, 0.4, 1, 2])
  func `the share is Beta distributed`(_ alpha: Double) {
    let count = 20_000
    let shares = (0..<count).map { weights(mixed(Mixup(alpha: alpha), stream: UInt64($0)))[0] }
    let mean = shares.reduce(0, +) / Double(count)
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    let expected = 1 / (4 * (2 * alpha + 1))
    // Four standard errors; a Beta's fourth moment is below the normal one.
    #expect(abs(mean - 0.5) < 4 * (expected / Double(count)).squareRoot())
    #expect(abs(variance / expected - 1) < 4 * (2 / Double(count)).squareRoot())
    #expect(shares.allSatisfy { (0...1).contains($0) })
  }

  @Test func `inputs and labels are mixed with the same partner and share`() {
    for stream in 0..<50 as Range<UInt64> {
      let batch = mixed(Mixup(alpha: 1), stream: stream)
      let weights = weights(batch)
      #expect(weights.count == 2)
      #expect(abs(weights[0] + weights[1] - 1) < 1e-15)
      #expect(batch.targets[0].labels.ints == Self.labels)
      let partners = batch.targets[1].labels.ints
      #expect(partners.sorted() == Self.labels)
      let expected: [Double] = zip(Self.labels, partners).flatMap { own, partner -> [Double] in
        let mixture: Double = weights[0] * Double(own) + weights[1] * Double(partner)
        return [mixture, 10 * mixture]
      }
      for (value, reference) in zip(batch.inputs.doubles, expected) {
        #expect(abs(value - reference) < 1e-12)
      }
    }
  }

  @Test func `an α of zero changes nothing`() {
    let batch = mixed(Mixup(alpha: 0), stream: 1)
    #expect(batch.inputs.doubles == Self.inputs.doubles)
    #expect(batch.targets.count == 1)
    #expect(batch.targets[0].labels.ints == Self.labels)
    #expect(weights(batch) == [1])
  }

  @Test func `the same key gives the same batch, another key another`() {
    let first = mixed(Mixup(), stream: 7)
    let again = mixed(Mixup(), stream: 7)
    #expect(first.inputs.doubles == again.inputs.doubles)
    #expect(weights(first) == weights(again))
    #expect(first.targets[1].labels.ints == again.targets[1].labels.ints)
    #expect(weights(first) != weights(mixed(Mixup(), stream: 8)))
  }

  @Test(arguments: [-0.1, .nan, .infinity])
  func `an α that is no share is refused`(_ alpha: Double) {
    let error = #expect(throws: SettingsError.self) { try Mixup(alpha: alpha).validate() }
    #expect(error?.key == "alpha")
  }
}
