import Testing
import Torch

@testable import LongTail

/// Batches of an evaluation: as many samples as memory is sensible for.
struct EvaluationBatchTests {
  @Test(arguments: [
    (8, 256), (32, 256), (64, 256), (112, 128), (128, 98), (224, 32), (448, 8), (4096, 1),
  ])
  func `larger pictures go through a processor in smaller batches`(side: Int, size: Int) {
    let input = InputShape.picture(height: side, width: side, channels: 3)
    #expect(Evaluator.batchSize(of: input, on: .cpu) == size)
    #expect(Evaluator.batches(of: 1000, input: input, on: .cpu) == (1000 + size - 1) / size)
    #expect(Evaluator.batchSize(of: input, on: .cuda()) == 256)
  }

  @Test func `several looks take the memory of one`() {
    let input = InputShape.picture(height: 224, width: 224, channels: 3)
    #expect(Evaluator.batchSize(of: input, looks: 5, on: .cpu) == 6)
    #expect(Evaluator.batchSize(of: input, looks: 100, on: .cpu) == 1)
    #expect(Evaluator.batchSize(of: input, looks: 5, on: .cuda()) == 51)
  }

  @Test func `feature vectors are small`() {
    #expect(Evaluator.batchSize(of: .features(width: 4096), on: .cpu) == 256)
  }
}
