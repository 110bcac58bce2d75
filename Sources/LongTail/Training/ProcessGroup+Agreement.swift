import ArrayFiles
import Torch

extension ProcessGroup {
  /// Gives every process the weights and buffers of the first.
  func broadcast(_ store: ParameterStore) throws {
    for entry in store.tensors { try broadcast(entry.tensor) }
  }

  /// Gives every process the floating-point buffers of the first, in one message.
  func broadcastBuffers(of store: ParameterStore) throws {
    let buffers = store.buffers.map(\.tensor).filter(\.dtype.isFloatingPoint)
    guard !buffers.isEmpty else { return }
    let all = Tensor.concatenated(
      buffers.map { $0.detached().reshaped([$0.count]) }, axis: 0)
    try broadcast(all)
    guard rank > 0 else { return }
    var first = 0
    for buffer in buffers {
      buffer.assignInPlace(
        all.narrowed(axis: 0, from: first, count: buffer.count).reshaped(buffer.shape))
      first += buffer.count
    }
  }

  /// Whether any process says so: what one wants, all do.
  func anyone(_ flags: [Bool]) throws -> [Bool] {
    try sum(Tensor(flags.map { $0 ? 1 : 0 })).ints.map { $0 > 0 }
  }

  /// - Parameters:
  ///   - digest: SHA-256 of what should be the same in all processes, in hexadecimal digits.
  ///   - what: it is, for the message.
  /// - Throws: `FileProblem` that names the processes which have something else than the first.
  func requireSame(_ digest: String, _ what: String) throws {
    let digits = digest.compactMap { $0.hexDigitValue }
    let all = try gather(
      Tensor(digits, shape: [1, digits.count]), rows: [Int](repeating: 1, count: size)
    ).ints
    let own = { (rank: Int) in Array(all[rank * digits.count..<(rank + 1) * digits.count]) }
    let others = (1..<size).filter { own($0) != own(0) }
    guard others.isEmpty else {
      throw FileProblem(
        what,
        "differs between the processes: rank \(others.map(String.init).joined(separator: ", ")) "
          + "\(others.count == 1 ? "has" : "have") another one than rank 0; start all of them with the same "
          + "command, on the same files")
    }
  }
}
