import Torch

/// `−log softmax(z^m)[y]` of every sample and expert: `[batch, experts]`.
func expertLogLosses(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  let (batch, experts) = (labels.count, logits.shape[1])
  let index = labels.reshaped([-1, 1, 1]).expanded(to: [batch, experts, 1])
  return -logits.logSoftmax(axis: 2).gathered(axis: 2, index).reshaped([batch, experts])
}

/// `Σ_j Σ_{k≠j} KL(p^j ‖ p^k)` over all ordered pairs of experts, from log p `[batch, experts, classes]`:
/// `[batch]`, in nats.
///
/// It equals `M Σ_j ⟨p^j, log p^j − mean log p⟩`, which takes one pass for any number of experts.
func pairwiseDivergence(_ logarithms: Tensor) -> Tensor {
  let mean = logarithms.mean(axis: 1, keepingAxis: true)
  let product = logarithms.exp() * (logarithms - mean)
  return product.sum(axes: [1, 2]) * Double(logarithms.shape[1])
}

/// `Σ_m KL(p ‖ q^m)`, from log p `[batch, 1, classes]` and log q `[batch, experts, classes]`: `[batch]`.
func divergence(from teacher: Tensor, to students: Tensor) -> Tensor {
  (teacher.exp() * (teacher - students)).sum(axes: [1, 2])
}

/// `−log softmax(z)[y]` of every sample and expert, averaged over the experts: `[batch]`.
func negativeLogLikelihood(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  expertLogLosses(logits, labels).mean(axis: 1)
}
