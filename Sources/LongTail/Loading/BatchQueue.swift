internal import Foundation

/// What threads and consumer of one epoch share: which batch is next to be made, which are made.
final class BatchQueue: @unchecked Sendable {
  // Unchecked: `condition` guards every variable below.
  private let condition = NSCondition()
  private var made: [Int: Result<Batch, any Error>] = [:]
  private var nextToMake: Int
  private var nextToGive: Int
  /// Batches that a thread makes or will make.
  private var pending = 0
  private var stopped = false

  private let assembler: BatchAssembler
  private let threads: LoaderThreads
  private let batchCount: Int
  /// From each batch to the next one.
  private let step: Int
  /// Batches that may be made before they are asked for.
  private let lookahead: Int

  /// Begins to make batches from the one numbered `first` on, `step` apart.
  init(_ assembler: BatchAssembler, from first: Int, every step: Int, on threads: LoaderThreads) {
    self.assembler = assembler
    self.threads = threads
    batchCount = assembler.plan.batchCount
    self.step = step
    nextToMake = first
    nextToGive = first
    lookahead = threads.count + 2
    condition.withLock { order() }
  }

  /// The next batch in order; waits for it. `nil` after the last one.
  func next() throws -> Batch? {
    let result: Result<Batch, any Error>? = condition.withLock {
      guard nextToGive < batchCount, !stopped else { return nil }
      while made[nextToGive] == nil { condition.wait() }
      let result = made.removeValue(forKey: nextToGive)
      nextToGive += step
      order()
      return result
    }
    return try result?.get()
  }

  /// Lets the threads finish what they are at, and waits until they have.
  func stop() {
    condition.withLock {
      stopped = true
      while pending > 0 { condition.wait() }
      made.removeAll()
    }
  }

  /// Has as many batches made as there is room for. The lock is held.
  private func order() {
    while nextToMake < batchCount, nextToMake < nextToGive + lookahead * step {
      let number = nextToMake
      nextToMake += step
      pending += 1
      threads.add { [self] workspace in make(number, &workspace) }
    }
  }

  private func make(_ number: Int, _ workspace: inout Picture?) {
    let isWanted = condition.withLock { !stopped }
    let result = isWanted ? Result { try assembler.batch(number, workspace: &workspace) } : nil
    condition.withLock {
      made[number] = result
      pending -= 1
      condition.broadcast()
    }
  }
}
