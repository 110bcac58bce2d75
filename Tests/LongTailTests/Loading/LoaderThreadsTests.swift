import Foundation
import Testing

@testable import LongTail

/// Threads that several loaders share.
struct LoaderThreadsTests {
  private let samples = artificialSamples(labels: (0..<60).map { $0 % 5 }, classes: 5, side: 8)

  private func loader(_ threads: LoaderThreads?, epoch: Int) -> BatchLoader {
    BatchLoader(
      samples, batchSize: 7, augmentations: [RandomCrop(), HorizontalFlip()],
      normalization: Normalization(mean: [0.5, 0.5, 0.5], deviation: [0.2, 0.2, 0.2]),
      seed: 3, epoch: epoch, threads: threads)
  }

  private func values(_ batches: BatchIterator) throws -> [[Float]] {
    var values: [[Float]] = []
    while let batch = try batches.next() { values.append(batch.withValues { Array($0) }) }
    return values
  }

  @Test(arguments: [1, 3])
  func `a loader that nobody asks keeps no other one waiting, and batches are the same`(
    count: Int
  ) throws {
    let threads = LoaderThreads(count)
    // Begun before, as the next epoch is while this one ends.
    let ahead = loader(threads, epoch: 1).batches()
    let other = loader(threads, epoch: 2).batches()
    let now = loader(threads, epoch: 0).batches()
    #expect(now.batchCount == 9)
    let alone = try (0..<3).map { try values(loader(nil, epoch: $0).batches()) }
    #expect(try values(now) == alone[0])
    #expect(try values(ahead) == alone[1])
    #expect(try values(other) == alone[2])
  }

  @Test func `what is no longer wanted is dropped, and the threads go on with the rest`() throws {
    let threads = LoaderThreads(1)
    var dropped: BatchIterator? = loader(threads, epoch: 5).batches()
    _ = try dropped?.next()
    dropped = nil
    #expect(try values(loader(threads, epoch: 0).batches()).count == 9)
  }

  @Test func `threads end when nobody holds them any more`() throws {
    final class Witness: Sendable {}
    weak var witness: Witness?
    do {
      let threads = LoaderThreads(2)
      let held = Witness()
      witness = held
      let done = DispatchSemaphore(value: 0)
      threads.add { _ in
        withExtendedLifetime(held) {}
        done.signal()
      }
      done.wait()
    }
    let end = Date().addingTimeInterval(10)
    while witness != nil, Date() < end { usleep(2000) }
    #expect(witness == nil)
  }
}
