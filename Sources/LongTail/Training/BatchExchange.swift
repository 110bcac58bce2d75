import Torch

/// A batch of which several processes have a part each.
///
/// Each runs its rows through the network, and all see every answer: what depends on a whole batch (mixing, losses,
/// memories, hooks, figures) is computed by every process from the whole, as one process would.
struct BatchExchange {
  let group: ProcessGroup
  /// Rows of each process, in the order of the ranks, each ≥ 1.
  let rows: [Int]

  /// Rows of the processes before this one.
  var first: Int { rows.prefix(group.rank).reduce(0, +) }

  /// This process's rows of a tensor of the whole batch.
  func part(_ whole: Tensor) -> Tensor {
    whole.narrowed(axis: 0, from: first, count: rows[group.rank])
  }

  /// The rows of all processes.
  func whole(_ part: Tensor) throws -> Tensor { try group.gather(part, rows: rows) }

  /// The whole batch of a stream. Without `inputs`, those of this process stay: only the labels are the whole's.
  func whole(_ part: StreamBatch, inputs: Bool) throws -> StreamBatch {
    let positions = try whole(Tensor(part.positions, device: part.labels.device))
    return StreamBatch(
      views: inputs ? try part.views.map(whole) : part.views, labels: try whole(part.labels),
      positions: positions.ints)
  }

  /// The network's answers to the whole batch.
  func whole(_ part: ExpertOutputs) throws -> ExpertOutputs {
    ExpertOutputs(
      logits: try whole(part.logits), features: try whole(part.features),
      routing: try part.routing.map(whole))
  }
}
