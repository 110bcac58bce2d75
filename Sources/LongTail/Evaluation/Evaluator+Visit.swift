import Torch

extension Evaluator {
  /// Hands on what the network says about samples, in inference and without gradients, batch by batch in their order.
  /// - Throws: `FileProblem` for samples of another shape, or a picture that cannot be read.
  func visit(_ samples: LabelledSamples, _ visitor: StageAnswers.Visitor) throws {
    try require(samples)
    let batches = batches(of: samples)
    while let batch = try batches.next() {
      guard let inputs = batch.tensors(on: execution.device).first else { continue }
      withoutGradients { visitor(model(inputs, .inference), batch.labels) }
    }
  }
}
