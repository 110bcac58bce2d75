import Foundation
import TestSupport
import Testing
import Torch

/// Does something in each process of a group.
private func together<Value: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (ProcessGroup) throws -> Value
) throws -> [Value] {
  let port = try ProcessMeeting.freePort()
  return try ranks(count) { rank in
    try body(
      ProcessGroup(
        ProcessMeeting(
          host: "127.0.0.1", port: port, rank: rank, size: count, ownHost: "127.0.0.1",
          meetingLimit: 30, operationLimit: 30)))
  }
}

struct ProcessGroupTests {
  @Test func `sums are those of all, and so are their gradients`() throws {
    let seen = try together(3) { group in
      let own = Tensor([Float(group.rank + 1), 10]).requiringGradient()
      let sum = try group.sum(own)
      // Each process has a loss of its own: what is minimised is their sum.
      (sum * Tensor([Float(group.rank), 1])).sum().backward()
      return [sum.floats, try #require(own.gradient).floats]
    }
    for each in seen { #expect(each == [[6, 30], [3, 3]]) }
  }

  @Test func `rows of all come in the order of ranks, with the gradients of one's own`() throws {
    let rows = [2, 0, 1]
    let seen = try together(3) { group in
      let values = (0..<rows[group.rank] * 2).map { Float(10 * group.rank + $0) }
      let own = Tensor(values, shape: [rows[group.rank], 2]).requiringGradient()
      let whole = try group.gather(own, rows: rows)
      // All have the same loss of all rows.
      (whole * whole).sum().backward()
      return [whole.floats, own.gradient?.floats ?? []]
    }
    #expect(seen.map { $0[0] } == Array(repeating: [0, 1, 2, 3, 20, 21], count: 3))
    #expect(seen.map { $0[1] } == [[0, 6, 12, 18], [], [120, 126]])
  }

  @Test func `everybody has what the root has, in any layout`() throws {
    let seen = try together(2) { group in
      let own = Tensor((0..<8).map { Float($0 + 100 * group.rank) }, shape: [1, 2, 2, 2])
      let turned = own.transposed(1, 3)
      try group.broadcast(turned, from: 1)
      return own.floats
    }
    #expect(seen[0] == seen[1] && seen[1] == (0..<8).map { Float($0 + 100) })
  }

  @Test(arguments: [1, 2, 3])
  func `a reducer leaves the gradient of the loss of all`(count: Int) throws {
    let inputs: [Float] = [1, 2, -1, 3, 0.5, -2]
    let seen = try together(count) { group in
      let weight = Tensor([Float(0.5)]).requiringGradient()
      let unused = Tensor([Float(1)]).requiringGradient()
      let reducer = try GradientReducer([weight, unused], over: group)
      let rows = (0..<count).map { 6 * ($0 + 1) / count - 6 * $0 / count }
      let first = rows.prefix(group.rank).reduce(0, +)
      let own = Tensor(Array(inputs[first..<first + rows[group.rank]]))
      var gradients: [Float] = []
      for _ in 0..<2 {
        let answers = try group.gather(own * weight, rows: rows)
        try reducer.backward((answers * answers).mean())
        gradients = try #require(weight.gradient).floats
      }
      return gradients
    }
    // Two passes add up: 2 · d/dw mean((x w)²) = 4 w mean(x²)
    let expected = 4 * 0.5 * inputs.map { $0 * $0 }.reduce(0, +) / 6
    for gradient in seen { #expect(abs(gradient[0] - expected) < 1e-5) }
  }

  private func meeting(_ rank: Int, of size: Int, port: Int, limit: Double) -> ProcessMeeting {
    ProcessMeeting(
      host: "127.0.0.1", port: port, rank: rank, size: size, ownHost: "127.0.0.1",
      meetingLimit: limit)
  }

  @Test func `processes that do not come are told of`() throws {
    let port = try ProcessMeeting.freePort()
    for rank in 0...1 {
      #expect {
        _ = try ProcessGroup(meeting(rank, of: 2, port: port, limit: 1))
      } throws: {
        "\($0)".contains("rank \(rank) of 2 does not meet the others at 127.0.0.1:\(port)")
      }
    }
    #expect(throws: TorchError("70000 is no port; expected 1 to 65535")) {
      _ = try ProcessGroup(ProcessMeeting(host: "127.0.0.1", port: 70_000, rank: 0, size: 1))
    }
  }

  @Test func `processes that were started for groups of other sizes do not wait`() throws {
    let port = try ProcessMeeting.freePort()
    let words = try ranks(2) { rank -> String in
      do {
        _ = try ProcessGroup(meeting(rank, of: 2 + rank, port: port, limit: 30))
        return ""
      } catch { return "\(error)" }
    }
    // The first one to know closes the store.
    #expect(words.allSatisfy { $0.contains("does not meet the others") })
    #expect(words.contains { $0.contains("processes, rank") })
  }

  @Test func `a port that somebody has is told`() throws {
    let port = try ProcessMeeting.freePort()
    _ = try ranks(2) { rank in
      let group = try ProcessGroup(meeting(rank, of: 2, port: port, limit: 30))
      if rank == 0 {
        #expect {
          _ = try ProcessGroup(meeting(0, of: 2, port: port, limit: 30))
        } throws: { "\($0)".contains("address already in use") }
      }
      try group.barrier()
    }
  }

  private func impatient(_ rank: Int, port: Int) -> ProcessMeeting {
    var meeting = meeting(rank, of: 2, port: port, limit: 30)
    meeting.operationLimit = 1
    return meeting
  }

  @Test(.timeLimit(.minutes(2)))
  func `one that works for longer than an operation may take is waited for`() throws {
    let port = try ProcessMeeting.freePort()
    let sums = try ranks(2) { rank in
      let group = try ProcessGroup(impatient(rank, port: port))
      if rank == 0 { Thread.sleep(forTimeInterval: 2.5) }
      try group.barrier()
      return try group.sum(Tensor([Float(rank + 1)])).floats
    }
    #expect(sums == [[3], [3]])
  }

  @Test(.timeLimit(.minutes(2)))
  func `one that has gone is not waited for`() throws {
    let port = try ProcessMeeting.freePort()
    let ends = try ranks(2) { rank -> Double? in
      let group = try ProcessGroup(impatient(rank, port: port))
      try group.barrier()
      guard rank == 0 else { return nil }
      let start = Date()
      #expect(throws: TorchError.self) { try group.barrier() }
      return Date().timeIntervalSince(start)
    }
    #expect(try #require(ends[0]) < 60)
  }

  @Test(arguments: [DType.float32, .float64])
  func `batch norms over a group are those of its whole batch`(dtype: DType) throws {
    let rows = [3, 1, 2]
    var random = CounterBasedGenerator(seed: 5, stream: 1)
    let values = (0..<6 * 4 * 3 * 3).map { _ in Float(random.uniform() * 4 - 1) }
    let slopes = (0..<values.count).map { _ in Float(random.uniform()) }
    @Sendable func pass(
      _ values: [Float], _ slopes: [Float], _ batch: Int, _ group: ProcessGroup?
    ) throws -> [[Double]] {
      let store = ParameterStore(seed: 1, dtype: dtype)
      let norm = BatchNorm2D(4, at: store.root)
      func images(_ values: [Float]) -> Tensor {
        values.withUnsafeBufferPointer {
          Tensor.channelsLast(
            nhwc: $0, batch: batch, height: 3, width: 3, channels: 4, device: .cpu)
        }.to(dtype)
      }
      let x = images(values).requiringGradient()
      let run = { norm(x, .training, relu: true) }
      let y = group.map { $0.synchronizingNormalization(run) } ?? run()
      (y * images(slopes)).sum().backward()
      return [
        y.doubles, try #require(x.gradient).doubles, norm.runningMean.doubles,
        norm.runningVariance.doubles, try #require(norm.weight.gradient).doubles,
        try #require(norm.bias.gradient).doubles,
      ]
    }
    let whole = try pass(values, slopes, 6, nil)
    let parts = try together(3) { group in
      let size = 4 * 3 * 3
      let first = rows.prefix(group.rank).reduce(0, +) * size
      let own = first..<first + rows[group.rank] * size
      return try pass(Array(values[own]), Array(slopes[own]), rows[group.rank], group)
    }
    // Tensors are read row by row: the processes' rows one after the other.
    for place in 0...1 {
      #expect(closeness(parts.flatMap { $0[place] }, whole[place]) < 1e-6)
    }
    for part in parts {
      #expect(closeness(part[2], whole[2]) < 1e-6)
      #expect(closeness(part[3], whole[3]) < 1e-6)
    }
    for place in 4...5 {
      let sum = (0..<4).map { channel in parts.map { $0[place][channel] }.reduce(0, +) }
      #expect(closeness(sum, whole[place]) < 1e-5)
    }
  }
}

private func closeness(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}
