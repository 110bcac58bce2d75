/// How an epoch's order is cut into batches, and which part of each a machine takes.
struct BatchPlan: Sendable, Equatable {
  /// Places in the epoch's order.
  let count: Int
  /// Samples of a batch, the parts of all machines together.
  let batchSize: Int
  let dropLast: Bool
  let shard: BatchShard

  var batchCount: Int {
    dropLast ? count / batchSize : (count + batchSize - 1) / batchSize
  }

  /// The places in the order that make up a whole batch.
  private func whole(_ number: Int) -> Range<Int> {
    number * batchSize..<min(count, (number + 1) * batchSize)
  }

  /// How many samples of a batch each machine takes; `nil` where each takes all, as there are fewer than machines.
  func rows(of number: Int) -> [Int]? {
    let size = whole(number).count
    guard size >= shard.of else { return nil }
    return (0..<shard.of).map { size * ($0 + 1) / shard.of - size * $0 / shard.of }
  }

  /// The places in the order that make up this machine's part of a batch. Machines take neighbouring
  /// parts of nearly equal size, so that together they make the batch that one machine would. A batch of fewer
  /// samples than machines is everybody's.
  func places(of number: Int) -> Range<Int> {
    let whole = whole(number)
    guard let rows = rows(of: number) else { return whole }
    let first = whole.lowerBound + rows.prefix(shard.rank).reduce(0, +)
    return first..<first + rows[shard.rank]
  }
}

/// One of several machines that share each batch.
public struct BatchShard: Sendable, Equatable {
  /// 0 ..< `of`
  public let rank: Int
  /// How many machines there are.
  public let of: Int

  public init(rank: Int, of count: Int) {
    precondition(0..<count ~= rank, "rank \(rank) of \(count)")
    self.rank = rank
    self.of = count
  }

  /// All of each batch.
  public static let whole = BatchShard(rank: 0, of: 1)
}
