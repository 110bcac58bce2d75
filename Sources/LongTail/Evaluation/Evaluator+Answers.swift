import ArrayFiles
import Torch

extension Evaluator {
  /// Hands on what the model says about samples of the right shape, batch by batch in their order.
  ///
  /// Where the execution has a group, all its processes make this call. They take the batches in turns, so that each is
  /// computed once, by one of them and as one process alone would compute it; all are handed the answers to all. Each
  /// process holds two of them at a time, however many there are.
  /// - Parameters:
  ///   - samples: what to predict.
  ///   - routes: whether the router chooses the experts that count; as the rule says when `nil`.
  ///   - visitor: is handed each batch's answer.
  /// - Throws: `FileProblem` for samples of another shape, a picture that cannot be read, or scores that are not numbers;
  ///   `TorchError`, when another process has gone; what the visitor throws.
  func visitAnswers(
    on samples: LabelledSamples, routes: Bool? = nil, _ visitor: (BatchAnswer) throws -> Void
  ) throws {
    try require(samples)
    let routes = routes ?? predictor.rule.routes
    let widths = BatchAnswer.Widths(model, routes: routes)
    let loader = loader(of: samples)
    let (count, size) = (loader.batchCount, loader.batchSize)
    let group = execution.group
    let (rank, processes) = (group?.rank ?? 0, group?.size ?? 1)
    let batches = loader.batches(from: rank, every: processes)
    for first in stride(from: 0, to: count, by: processes) {
      let own = try batches.next().map { batch in
        BatchAnswer(
          predictor.answer(batch.tensors(on: execution.device), routes: routes),
          of: batch.number * size..<batch.number * size + batch.count, widths)
      }
      for number in first..<min(first + processes, count) {
        let positions = number * size..<min((number + 1) * size, samples.count)
        let mine = number - first == rank ? own : nil
        guard
          let answer = try group.map({
            try shared(mine, of: positions, from: number - first, in: $0, widths)
          }) ?? mine
        else { return }
        try requireFinite(answer.logits, from: positions.lowerBound)
        try requireFinite(
          answer.expertLogits, from: positions.lowerBound, experts: model.settings.experts)
        try visitor(answer)
      }
    }
  }

  /// The answer that one process has, in all of them.
  private func shared(
    _ own: BatchAnswer?, of positions: Range<Int>, from owner: Int, in group: ProcessGroup,
    _ widths: BatchAnswer.Widths
  ) throws -> BatchAnswer {
    let count = positions.count * widths.sum
    guard let own else {
      let values = Tensor.zeros([count])
      try group.broadcast(values, from: owner)
      return BatchAnswer(values.floats, of: positions, widths)
    }
    let values = own.values
    precondition(values.count == count, "\(values.count) numbers where \(count) are expected")
    try group.broadcast(Tensor(values), from: owner)
    return own
  }
}
