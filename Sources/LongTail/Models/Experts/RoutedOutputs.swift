public import Torch

/// What a network with a router gives when it asks no more experts than it needs.
public struct RoutedOutputs {
  /// The mean over the experts that were asked, `[batch, classes]`.
  public let logits: Tensor
  /// How many experts each sample was shown to, 1 … M.
  public let expertsUsed: [Int]

  public init(logits: Tensor, expertsUsed: [Int]) {
    self.logits = logits
    self.expertsUsed = expertsUsed
  }
}

extension ExpertModel {
  /// Inference with early exit (Wang et al., ICLR 2021): the first expert sees all samples, each further one
  /// those that the router sends on; a sample that stopped does not come back.
  ///
  /// The shared part runs once. Without a router all experts see all samples.
  public func routed(_ inputs: Tensor) -> RoutedOutputs {
    withoutGradients {
      guard let router else {
        let logits = self(inputs, .inference).combinedLogits
        return RoutedOutputs(
          logits: logits, expertsUsed: [Int](repeating: branches.count, count: logits.shape[0]))
      }
      var maps = trunk(inputs, .inference)
      var features = branches[0](maps, .inference)
      var sum = classifiers[0](features)
      // The samples that are still on their way, by their place in the batch and in `maps`.
      var rows = [Int](0..<sum.shape[0])
      var used = [Int](repeating: 1, count: rows.count)
      for expert in branches.indices.dropFirst() {
        let places = Tensor(rows, device: inputs.device)
        let decisions = router(
          after: expert - 1,
          meanLogits: sum.indexSelected(axis: 0, places) / Double(expert), features: features
        ).doubles
        let kept = rows.indices.filter { decisions[$0] > 0 }
        guard !kept.isEmpty else { break }
        if kept.count < rows.count {
          maps = maps.selected(Tensor(kept, device: inputs.device))
          rows = kept.map { rows[$0] }
        }
        features = branches[expert](maps, .inference)
        let logits = classifiers[expert](features)
        let index = Tensor(rows, device: inputs.device).reshaped([-1, 1])
          .expanded(to: [rows.count, classes])
        sum = sum.scatteredAdding(axis: 0, indices: index, values: logits)
        for row in rows { used[row] += 1 }
      }
      let counts = Tensor(used.map(Double.init), shape: [used.count, 1], device: inputs.device)
      return RoutedOutputs(logits: sum / counts.to(sum.dtype), expertsUsed: used)
    }
  }
}
