public import Torch

/// How the experts' losses become one.
public enum ExpertReduction: String, Sendable, CaseIterable {
  case mean
  /// As in the programs of SHIKE and RIDE: a step then grows with the number of experts.
  case sum

  /// - Parameter values: `[batch, experts]`.
  /// - Returns: `[batch]`.
  public func callAsFunction(_ values: Tensor) -> Tensor {
    switch self {
    case .mean: values.mean(axis: 1)
    case .sum: values.sum(axis: 1)
    }
  }
}

extension ExpertReduction: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "reduction over experts")
  }
}
