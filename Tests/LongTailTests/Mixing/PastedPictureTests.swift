@testable import LongTail
import TestSupport
import Testing
import Torch

struct PastedPictureTests {
  @Test func `boxes are those of CutMix's code`() throws {
    for given in try StageFixtures.read().boxes {
      let box = PastedBox(
        height: given.height, width: given.width, lambda: given.share,
        centre: (given.row, given.column))
      #expect([box.rows.lowerBound, box.rows.upperBound] == given.rows)
      #expect([box.columns.lowerBound, box.columns.upperBound] == given.columns)
      #expect(abs(box.shareKept(height: given.height, width: given.width) - given.kept) < 1e-15)
    }
  }

  /// Pictures `[4, 1, 8, 8]` in which every pixel is the picture's number, plus `offset`.
  private func pictures(_ offset: Double) -> Tensor {
    Tensor(
      (0..<4).flatMap { [Double](repeating: Double($0) + offset, count: 64) }, shape: [4, 1, 8, 8])
  }

  private func weights(_ batch: MixedBatch) -> [Double] {
    batch.targets.compactMap { if case .whole(let weight) = $0.weight { weight } else { nil } }
  }

  @Test func `labels count by the pixels that are there`() {
    let batch = StreamBatch(views: [pictures(0)], labels: Tensor([0, 1, 2, 3]))
    var sawMixed = false
    for stream in 0..<30 as Range<UInt64> {
      var random = CounterBasedGenerator(seed: 2, stream: stream)
      let mixed = CutMix().callAsFunction(batch, MixingContext(), using: &random)
      guard mixed.targets.count == 2 else { continue }
      let weights = weights(mixed)
      let partners = mixed.targets[1].labels.ints
      for picture in 0..<4 {
        let pixels = mixed.inputs.doubles[picture * 64..<(picture + 1) * 64]
        let own = pixels.filter { $0 == Double(picture) }.count
        let other = pixels.filter { $0 == Double(partners[picture]) }.count
        if partners[picture] != picture {
          #expect(own + other == 64 && abs(Double(own) / 64 - weights[0]) < 1e-12)
          sawMixed = sawMixed || other > 0
        }
      }
      #expect(abs(weights[0] + weights[1] - 1) < 1e-15)
    }
    #expect(sawMixed)
  }

  @Test func `foregrounds come from the partner stream, between the resting epochs`() {
    let batch = StreamBatch(views: [pictures(0)], labels: Tensor([0, 1, 2, 3]))
    let partner = StreamBatch(views: [pictures(10)], labels: Tensor([7, 7, 7, 7]))
    let mixing = ContextRichOversampling(probability: 1, rest: 4)
    func mixed(epoch: Int) -> MixedBatch {
      var random = CounterBasedGenerator(seed: 2, stream: 5)
      return mixing(
        batch,
        MixingContext(progress: StageProgress(epoch: epoch, epochs: 20), partners: [partner]),
        using: &random)
    }
    for epoch in [0, 3, 17, 19] { #expect(mixed(epoch: epoch).targets.count == 1) }
    for epoch in [4, 16] {
      let batch = mixed(epoch: epoch)
      #expect(batch.targets.count == 2 && batch.targets[1].labels.ints == [7, 7, 7, 7])
      let pasted = batch.inputs.doubles.filter { $0 >= 10 }.count
      #expect(abs(Double(pasted) / 256 - weights(batch)[1]) < 1e-12)
    }
    // A shorter stage rests for less.
    #expect(mixing.scaled(from: 200, to: 10).rest == 0)
  }

  @Test func `the published half of the batches is mixed`() {
    let batch = StreamBatch(views: [pictures(0)], labels: Tensor([0, 1, 2, 3]))
    let partner = StreamBatch(views: [pictures(10)], labels: Tensor([7, 7, 7, 7]))
    let context = MixingContext(
      progress: StageProgress(epoch: 9, epochs: 20), partners: [partner])
    let count = (0..<2000 as Range<UInt64>).filter { stream in
      var random = CounterBasedGenerator(seed: 4, stream: stream)
      return ContextRichOversampling()(batch, context, using: &random).targets.count == 2
    }.count
    // Four standard deviations of a fair coin.
    #expect(abs(count - 1000) < 90)
  }
}
