import LongTail
import Torch

/// Cross-entropy with a weight of its own for the first term of its series, `−log p + ε (1 − p)`, p being the
/// probability of the label (Leng et al.: PolyLoss, ICLR 2022, eq. 6).
struct PolyLoss: LossFunction {
  static let name = "poly-1"
  static let summary = "cross-entropy plus ε times (1 − p) of the label"

  /// ε, −1 or more: 0 is cross-entropy.
  var epsilon = 1.0

  func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let logarithms = outputs.combinedLogits.logSoftmax(axis: 1)
    let ofLabel = logarithms.gathered(axis: 1, labels.unsqueezed(axis: 1)).squeezed(axis: 1)
    return LossValues(-ofLabel + (1 - ofLabel.exp()) * epsilon)
  }

  func validate() throws {
    guard epsilon.isFinite, epsilon >= -1 else {
      throw SettingsError("epsilon", "found \(epsilon); −1 or more is needed")
    }
  }
}
