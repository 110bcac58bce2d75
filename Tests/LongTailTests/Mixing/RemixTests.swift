import LongTail
import Testing
import Torch

struct RemixTests {
  @Test(arguments: [
    (100, 20, 0.3, 0.0), (100, 20, 0.7, 0.7), (20, 100, 0.7, 1.0), (20, 100, 0.3, 0.3),
    (20, 20, 0.3, 0.3), (60, 20, 0.3, 0.0), (59, 20, 0.3, 0.3), (20, 60, 0.7, 1.0),
  ])
  func `known pairs have the known share`(
    _ own: Int, _ other: Int, _ input: Double, _ expected: Double
  ) {
    #expect(Remix().labelShare(own: own, other: other, inputShare: input) == expected)
  }

  private static let counts = [100, 34, 30, 5]
  private static let labels = [0, 1, 2, 3, 0, 3]

  private func mixed(_ mixing: some Mixing, stream: UInt64) -> MixedBatch {
    var random = CounterBasedGenerator(seed: 11, stream: stream)
    let inputs = Tensor(Self.labels.indices.map { Double($0) }, shape: [6, 1])
    return mixing(
      StreamBatch(views: [inputs], labels: Tensor(Self.labels)),
      MixingContext(classCounts: Self.counts), using: &random)
  }

  private func weights(_ batch: MixedBatch) -> [[Double]] {
    batch.targets.map {
      switch $0.weight {
      case .whole(let weight): [Double](repeating: weight, count: Self.labels.count)
      case .perSample(let weights): weights.doubles
      }
    }
  }

  @Test func `a batch is mixup's, and its labels' shares are those of the pairs`() {
    var moved = 0
    for stream in 0..<60 as Range<UInt64> {
      let plain = mixed(Mixup(alpha: 1), stream: stream)
      let batch = mixed(Remix(), stream: stream)
      #expect(batch.inputs.doubles == plain.inputs.doubles)
      let partners = batch.targets[1].labels.ints
      #expect(partners == plain.targets[1].labels.ints)
      let share = weights(plain)[0][0]
      let (own, other) = (weights(batch)[0], weights(batch)[1])
      for (sample, pair) in zip(Self.labels, partners).enumerated() {
        let expected = Remix().labelShare(
          own: Self.counts[pair.0], other: Self.counts[pair.1], inputShare: share)
        #expect(own[sample] == expected && other[sample] == 1 - expected)
        moved += expected == share ? 0 : 1
      }
    }
    #expect(moved > 50)
  }

  @Test func `without room for a label it is mixup`() {
    for (mixing, stream) in [(Remix(tau: 0), 1), (Remix(kappa: 1000), 2)] as [(Remix, UInt64)] {
      let (batch, plain) = (mixed(mixing, stream: stream), mixed(Mixup(alpha: 1), stream: stream))
      #expect(batch.inputs.doubles == plain.inputs.doubles && weights(batch) == weights(plain))
    }
  }

  @Test func `settings out of range are refused under their keys`() {
    for (mixing, key) in [
      (Remix(alpha: 0), "alpha"), (Remix(kappa: 0.5), "kappa"), (Remix(tau: 1.5), "tau"),
    ] {
      let error = #expect(throws: SettingsError.self) { try mixing.validate() }
      #expect(error?.key == key)
    }
  }
}
