internal import Foundation

/// The memory of one batch. Whoever holds it alone may write it; a finished batch is only read.
final class BatchStorage: @unchecked Sendable {
  // Unchecked: between the pool, one worker and one batch it has a single owner at a time, and the
  // lock of ``BatchQueue`` lies between the owners.
  let values: UnsafeMutableBufferPointer<Float>

  init(capacity: Int) {
    values = .allocate(capacity: capacity)
    // Zeroed, so that a mistake shows as black pictures and not as anybody's memory.
    values.initialize(repeating: 0)
  }

  deinit {
    values.deallocate()
  }
}

/// Storage that is used again once its batch is gone.
final class BatchStoragePool: @unchecked Sendable {
  // Unchecked: `lock` guards `free`.
  private let lock = NSLock()
  private var free: [BatchStorage] = []
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  func take() -> BatchStorage {
    lock.withLock { free.popLast() } ?? BatchStorage(capacity: capacity)
  }

  func giveBack(_ storage: BatchStorage) {
    lock.withLock { free.append(storage) }
  }
}
