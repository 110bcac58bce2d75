public import Torch

/// How a run is carried out; nothing here changes its result, threads and device apart.
public struct Execution: Sendable {
  /// What the network runs on; another device gives other rounding.
  public var device: Device
  /// Threads that prepare batches, ≥ 1.
  public var workers: Int { didSet { loaderThreads = LoaderThreads(workers) } }
  /// They live as long as the run.
  private(set) var loaderThreads: LoaderThreads
  /// Longest time between two checkpoints, in seconds; one is written after every epoch anyway.
  public var checkpointInterval: Double
  /// The processes that carry the run out together, this one among them; `nil` for this one alone. Another number
  /// gives other rounding.
  public var group: ProcessGroup?
  /// Asked before each step; training saves and stops when it says so.
  public var shouldStop: @Sendable () -> Bool

  public init(
    device: Device = .cpu, workers: Int = 2, checkpointInterval: Double = 600,
    group: ProcessGroup? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.device = device
    self.workers = workers
    loaderThreads = LoaderThreads(workers)
    self.checkpointInterval = checkpointInterval
    self.group = group
    self.shouldStop = shouldStop
  }

  /// The same, which also stops when a condition holds.
  func stopping(when condition: @escaping @Sendable () -> Bool) -> Execution {
    var result = self
    result.shouldStop = { [shouldStop] in shouldStop() || condition() }
    return result
  }
  /// Whether this process writes what the run leaves, and speaks: the first of a group.
  public var leads: Bool { group.map { $0.rank == 0 } ?? true }

  /// This process's part of every batch.
  var shard: BatchShard { group.map { BatchShard(rank: $0.rank, of: $0.size) } ?? .whole }
}
