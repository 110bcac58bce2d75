import Torch

/// The batches of an evaluation that this process sees. Of a group of processes one sees each sample, in the batch
/// in which one process alone would see it; then all know what all have seen.
struct EvaluationShare {
  /// Numbers of the batches.
  let batches: Range<Int>
  /// Samples of each process, in the order of the ranks.
  private let rows: [Int]
  private let group: ProcessGroup?

  /// - Parameters:
  ///   - count: how many batches there are.
  ///   - size: samples of a batch, of the last one at most.
  ///   - samples: how many samples there are.
  ///   - group: the processes that share them; this one alone when `nil`.
  init(batches count: Int, of size: Int, samples: Int, group: ProcessGroup?) {
    let processes = group?.size ?? 1
    let bounds = (0...processes).map { count * $0 / processes }
    let rank = group?.rank ?? 0
    batches = bounds[rank]..<bounds[rank + 1]
    rows = (0..<processes).map {
      min(samples, bounds[$0 + 1] * size) - min(samples, bounds[$0] * size)
    }
    self.group = group
  }

  /// The values of all samples, of which this process has those of its own, equally many for each sample.
  /// - Throws: `TorchError`, when another process has gone.
  func whole(_ own: [Float]) throws -> [Float] {
    guard let group else { return own }
    let mine = rows[group.rank]
    // A process without a sample does not know how many values belong to one.
    let width =
      try group.gather(
        Tensor([mine == 0 ? 0 : own.count / mine]), rows: [Int](repeating: 1, count: group.size)
      ).ints.max() ?? 0
    guard width > 0 else { return [] }
    return try group.gather(Tensor(own, shape: [mine, width]), rows: rows).floats
  }
}
