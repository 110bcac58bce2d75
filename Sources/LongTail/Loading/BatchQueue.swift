internal import Foundation

/// What workers and consumer of one epoch share: which batch is next to be made, which are made.
final class BatchQueue: @unchecked Sendable {
  // Unchecked: `condition` guards every variable below.
  private let condition = NSCondition()
  private var made: [Int: Result<Batch, any Error>] = [:]
  private var nextToMake: Int
  private var nextToGive: Int
  private var running = 0
  private var stopped = false

  private let assembler: BatchAssembler
  private let batchCount: Int
  /// Batches that may be made before they are asked for.
  private let lookahead: Int

  init(_ assembler: BatchAssembler, from first: Int, lookahead: Int) {
    self.assembler = assembler
    batchCount = assembler.plan.batchCount
    nextToMake = first
    nextToGive = first
    self.lookahead = lookahead
  }

  func start(workers: Int) {
    condition.withLock { running = workers }
    for number in 0..<workers {
      let thread = Thread { [self] in work() }
      thread.name = "batch loader \(number)"
      thread.start()
    }
  }

  /// The next batch in order; waits for it. `nil` after the last one.
  func next() throws -> Batch? {
    let result: Result<Batch, any Error>? = condition.withLock {
      guard nextToGive < batchCount, !stopped else { return nil }
      while made[nextToGive] == nil { condition.wait() }
      defer {
        nextToGive += 1
        condition.broadcast()
      }
      return made.removeValue(forKey: nextToGive)
    }
    return try result?.get()
  }

  /// Lets the workers finish what they are at, and waits until the last of them is gone.
  func stop() {
    condition.withLock {
      stopped = true
      condition.broadcast()
      while running > 0 { condition.wait() }
      made.removeAll()
    }
  }

  private func work() {
    var workspace: Picture?
    while let number = claim() {
      let result = Result { try assembler.batch(number, workspace: &workspace) }
      condition.withLock {
        made[number] = result
        condition.broadcast()
      }
    }
    condition.withLock {
      running -= 1
      condition.broadcast()
    }
  }

  /// The number of a batch to make; waits while enough are made. `nil` when there is no more to do.
  private func claim() -> Int? {
    condition.withLock {
      while !stopped, nextToMake < batchCount, nextToMake >= nextToGive + lookahead {
        condition.wait()
      }
      guard !stopped, nextToMake < batchCount else { return nil }
      defer { nextToMake += 1 }
      return nextToMake
    }
  }
}
