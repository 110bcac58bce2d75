/// How an epoch's order is cut into batches, and which part of each a machine takes.
struct BatchPlan: Sendable, Equatable {
  /// Places in the epoch's order.
  let count: Int
  /// Samples of a batch on this machine.
  let batchSize: Int
  let dropLast: Bool
  let shard: BatchShard

  private var globalSize: Int { batchSize * shard.of }

  var batchCount: Int {
    dropLast ? count / globalSize : (count + globalSize - 1) / globalSize
  }

  /// The places in the order that make up this machine's part of a batch. Machines take neighbouring
  /// parts of nearly equal size, so that together they make the batch that one machine would.
  func places(of number: Int) -> Range<Int> {
    let start = number * globalSize
    let size = min(globalSize, count - start)
    return start + size * shard.rank / shard.of..<start + size * (shard.rank + 1) / shard.of
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
