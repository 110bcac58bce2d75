import CTorch
import Foundation

/// Processes that work together, as one of them sees it: LibTorch's c10d, with Gloo.
///
/// All of them make the same calls in the same order, each from one thread at a time. A process that has died makes
/// the calls of the others throw; inside an operation of LibTorch that cannot throw, it ends them, as does one that gives
/// no sign of life for longer than ``ProcessMeeting/silenceLimit``.
public final class ProcessGroup: @unchecked Sendable {
  /// This process, 0 ..< `size`.
  public let rank: Int
  /// How many processes there are.
  public let size: Int
  let handle: ctorch_group

  /// Waits until all processes of the group have come.
  /// - Throws: `TorchError`, when they do not come in time or are of groups of other sizes, the port is in use, or the
  ///   host is not found.
  public init(_ meeting: ProcessMeeting) throws(TorchError) {
    precondition(0..<meeting.size ~= meeting.rank, "rank \(meeting.rank) of \(meeting.size)")
    guard let port = UInt16(exactly: meeting.port), port > 0 else {
      throw TorchError("\(meeting.port) is no port; expected 1 to 65535")
    }
    rank = meeting.rank
    size = meeting.size
    var ownHost = meeting.ownHost
    if ownHost == nil, meeting.ownInterface == nil {
      ownHost = ProcessMeeting.ownAddress(towards: meeting.host, port: meeting.port)
    }
    var handle = ctorch_group()
    let joined = withCStrings([
      meeting.host, meeting.prefix, ownHost, meeting.ownInterface,
    ]) { words in
      guard let host = words[0], let prefix = words[1] else { return false }
      return ctorch_join_group(
        ctorch_meeting(
          host: host, port: port, rank: meeting.rank, size: meeting.size,
          serves: meeting.opensStore, own_host: words[2], own_interface: words[3], prefix: prefix,
          meeting_seconds: meeting.meetingLimit, collective_seconds: meeting.operationLimit,
          silent_seconds: meeting.silenceLimit),
        &handle)
    }
    guard joined else {
      throw TorchError(
        "rank \(rank) of \(size) does not meet the others at \(meeting.host):\(port): \(TorchError.last.message)"
      )
    }
    self.handle = handle
  }

  deinit { ctorch_leave_group(handle) }

  /// Waits until all processes have come here, for as long as they live: beyond ``ProcessMeeting/operationLimit`` too.
  /// - Throws: `TorchError`, when another process has gone.
  public func barrier() throws(TorchError) {
    try require { ctorch_group_barrier(handle) }
  }

  /// The sum of the tensors of all processes, of any one shape. Its gradient is the sum of all gradients.
  public func sum(_ tensor: Tensor) throws(TorchError) -> Tensor {
    try make { ctorch_group_sum(handle, tensor.handle, &$0) }
  }

  /// Replaces a tensor's elements by those that `root` has.
  public func broadcast(_ tensor: Tensor, from root: Int = 0) throws(TorchError) {
    try require { ctorch_group_broadcast(handle, tensor.handle, root) }
  }

  /// The rows of all processes, in the order of their ranks.
  ///
  /// What is made of all rows is made by every process. In a backward pass each gets back the gradient of its own
  /// rows times the number of processes, so that the mean of the processes' gradients, as a ``GradientReducer``
  /// takes it, is the gradient of the loss that they all compute.
  /// - Parameters:
  ///   - tensor: `[rows[rank], …]`
  ///   - rows: how many each process has; ≥ 0, one of them at least 1.
  /// - Returns: `[rows.sum, …]`
  /// - Throws: `TorchError`, when another process has gone.
  public func gather(_ tensor: Tensor, rows: [Int]) throws(TorchError) -> Tensor {
    precondition(rows.count == size && tensor.shape.first == rows[rank], "rows \(rows)")
    return try make { ctorch_group_gather(handle, tensor.handle, rows, &$0) }
  }

  /// Runs `body` with batch norms that take their statistics from the batch of the whole group in training.
  public func synchronizingNormalization<Result>(_ body: () throws -> Result) rethrows -> Result {
    let former = ctorch_exchange_normalization_group(handle)
    defer { _ = ctorch_exchange_normalization_group(former) }
    return try body()
  }

  /// Ends this process where an operation failed because another one has gone: nothing can go on.
  static func endIfLost(_ operation: StaticString) {
    guard ctorch_group_is_lost() else { return }
    let words = "error: another process of the group has gone (\(operation): \(TorchError.last))\n"
    FileHandle.standardError.write(Data(words.utf8))
    exit(1)
  }

  /// Runs `body` where nothing can be thrown: this process ends when another one has gone.
  package func endingWhereLost<Result>(_ body: () throws -> Result) -> Result {
    do { return try body() } catch {
      Self.endIfLost("collective")
      fatalError("\(error)")
    }
  }

  private func require(_ call: () -> Bool) throws(TorchError) {
    guard call() else { throw .last }
  }

  private func make(_ call: (inout ctorch_tensor) -> Bool) throws(TorchError) -> Tensor {
    var result = ctorch_tensor()
    guard call(&result) else { throw .last }
    return Tensor(owning: result)
  }
}

/// Calls `body` with the words as C has them, none where there is none.
private func withCStrings<Result>(
  _ words: [String?], _ body: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
  let copies = words.map { $0.map { strdup($0) } ?? nil }
  defer { copies.forEach { free($0) } }
  return body(copies.map { UnsafePointer($0) })
}
