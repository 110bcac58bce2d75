internal import Foundation

/// Threads that prepare batches, for as many loaders as there are, one batch a job: none of them ever waits for somebody
/// who asks for a batch. They begin with the first job, and end when nobody holds this any more.
final class LoaderThreads: Sendable {
  /// Makes something with a picture to work in, which its thread keeps for the next job.
  typealias Job = @Sendable (inout Picture?) -> Void

  /// 1 or more.
  let count: Int
  private let core = Core()

  init(_ count: Int) {
    precondition(count >= 1, "\(count) threads")
    self.count = count
  }

  deinit { core.end() }

  /// Has a job done after those that were added before.
  func add(_ job: @escaping Job) { core.add(job, threads: count) }

  // The threads hold this and not the owner, which would never go away otherwise.
  private final class Core: @unchecked Sendable {
    // Unchecked: `condition` guards every variable below.
    private let condition = NSCondition()
    private var jobs: [Job] = []
    private var hasBegun = false
    private var isOver = false

    func add(_ job: @escaping Job, threads count: Int) {
      condition.withLock {
        jobs.append(job)
        condition.signal()
        guard !hasBegun else { return }
        hasBegun = true
        for number in 0..<count {
          let thread = Thread { [self] in work() }
          thread.name = "batch loader \(number)"
          thread.start()
        }
      }
    }

    func end() {
      condition.withLock {
        isOver = true
        condition.broadcast()
      }
    }

    private func work() {
      var workspace: Picture?
      while let job = next() { job(&workspace) }
    }

    /// Waits for a job; `nil` when there will be no more.
    private func next() -> Job? {
      condition.withLock {
        while jobs.isEmpty, !isOver { condition.wait() }
        // A few at most: loaders ask for no more than they have room for.
        return jobs.isEmpty ? nil : jobs.removeFirst()
      }
    }
  }
}
