import Torch

/// RIDE's expert assignment (Wang et al., ICLR 2021). After expert i < M it gives
/// `r_i = w · [k largest running mean logits of experts 1 … i, descending; ReLU(W_i g/‖g‖ + b_i)] + b`,
/// with features g of expert i; w and b are the same after every expert. Expert i + 1 is asked while
/// `sigmoid(r_i) > ½`.
struct ExpertRouter {
  private let topLogits: Int
  private let hidden: [Linear]
  private let decision: Linear

  /// The weights of the linear layers begin as `initial` says, LibTorch's own way when `nil`.
  init(
    _ settings: RouterSettings, experts: Int, width: Int, initial: Initialization?,
    at path: ParameterPath
  ) {
    topLogits = settings.topLogits
    hidden = (0..<experts - 1).map {
      Linear(width, settings.hidden, initial: initial, at: path / "hidden" / "\($0)")
    }
    decision = Linear(
      settings.topLogits + settings.hidden, 1, initial: initial, at: path / "decision")
  }

  /// The decision after one expert but the last.
  /// - Parameters:
  ///   - expert: its place, from 0.
  ///   - meanLogits: over it and those before it, `[batch, classes]`.
  ///   - features: its own, `[batch, width]`.
  /// - Returns: `[batch]`, positive where the next expert is asked.
  func callAsFunction(after expert: Int, meanLogits: Tensor, features: Tensor) -> Tensor {
    let top = meanLogits.topK(topLogits, axis: 1).values
    let seen = hidden[expert](features.normalized(axis: 1, floor: 1e-12)).relu()
    return decision(Tensor.concatenated([top, seen], axis: 1)).squeezed(axis: 1)
  }

  /// The decisions after every expert but the last, `[batch, experts − 1]`, from the logits
  /// `[batch, classes]` and features `[batch, width]` of each.
  func decisions(_ logits: [Tensor], _ features: [Tensor]) -> Tensor {
    var sum = logits[0]
    let columns = hidden.indices.map { expert in
      if expert > 0 { sum = sum + logits[expert] }
      return self(
        after: expert, meanLogits: sum / Double(expert + 1), features: features[expert])
    }
    return Tensor.stacked(columns, axis: 1)
  }

  /// Multiply-adds of one decision.
  var multiplyAdds: Int { hidden[0].weight.count + decision.weight.count }
}
