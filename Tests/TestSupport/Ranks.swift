import Foundation

/// What several processes would do at once, each on a thread of this one.
/// - Parameters:
///   - count: how many there are.
///   - body: what each does, by its rank.
/// - Returns: what each has come to, in the order of the ranks.
/// - Throws: what the first of them threw.
public func ranks<Value: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
) throws -> [Value] {
  let results = RankResults<Value>(count)
  let group = DispatchGroup()
  for rank in 0..<count {
    group.enter()
    let thread = Thread {
      results.set(Result { try body(rank) }, of: rank)
      group.leave()
    }
    // Convolutions take more than the 512 KB that a thread has by default.
    thread.stackSize = 16 << 20
    thread.start()
  }
  group.wait()
  return try results.all()
}

private final class RankResults<Value: Sendable>: @unchecked Sendable {
  // `lock` guards `results`.
  private let lock = NSLock()
  private var results: [Result<Value, any Error>?]

  init(_ count: Int) { results = Array(repeating: nil, count: count) }

  func set(_ result: Result<Value, any Error>, of rank: Int) {
    lock.withLock { results[rank] = result }
  }

  func all() throws -> [Value] {
    try lock.withLock { try results.compactMap { try $0?.get() } }
  }
}
