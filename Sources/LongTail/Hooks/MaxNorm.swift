public import Torch

/// Keeps weights inside balls: after each step or epoch, `w ← min(1, δ / ‖w‖) w` for each filter (Alshammari,
/// Wang, Ramanan, Kong, CVPR 2022: Weight Balancing, eq. 4).
///
/// A filter is what makes one output: a row of a linear layer, one kernel of a convolution. Only tensors with
/// two axes or more have filters.
public struct MaxNorm: HookSettings {
  public static let name = "max-norm"
  public static let summary = "the norm of each class's weights is kept below a bound"

  /// When the weights are looked at.
  public enum Moment: String, Sendable, CaseIterable {
    case step, epoch
  }

  /// δ, in (0, 1,000,000].
  public var bound = 1.0
  /// Path prefixes of the weights; the classifier's by default.
  public var parameters = ["classifier"]
  public var after = Moment.epoch

  public init() {}

  public init(bound: Double, parameters: [String] = ["classifier"], after: Moment = .epoch) {
    self.bound = bound
    self.parameters = parameters
    self.after = after
  }

  public func make(for site: StageSite) -> any Hook {
    ProjectionHook(
      weights(of: site.model).map(\.tensor), bound: bound, after: after)
  }

  private func weights(of model: ExpertModel) -> [(name: String, tensor: Tensor)] {
    model.store.parameters.filter { name, tensor in
      tensor.shape.count > 1 && parameters.contains { matches(name, prefix: $0) }
    }
  }

  public func validate() throws {
    try SettingsError.require("bound", bound, above: 0, to: 1_000_000)
    guard !parameters.isEmpty else {
      throw SettingsError("parameters", "expected at least one path, such as classifier")
    }
  }

  public func validate(for model: ExpertModel) throws {
    guard !weights(of: model).isEmpty else {
      throw SettingsError(
        "parameters",
        "no weights with rows lie below \(parameters.joined(separator: ", "))")
    }
  }
}

private final class ProjectionHook: Hook {
  private let weights: [Tensor]
  private let bound: Double
  private let moment: MaxNorm.Moment

  init(_ weights: [Tensor], bound: Double, after moment: MaxNorm.Moment) {
    self.weights = weights
    self.bound = bound
    self.moment = moment
  }

  func afterStep(_ progress: StageProgress) { if moment == .step { project() } }
  func afterEpoch(_ progress: StageProgress) { if moment == .epoch { project() } }

  private func project() {
    for weight in weights {
      let own = weight.detached()
      let norms = own.square().sum(
        axes: Array(1..<own.shape.count), keepingAxes: true
      ).sqrt()
      // ‖w‖ ≤ δ gives exactly 1, and leaves the bits as they are.
      weight.assignInPlace(own * (bound / norms.clamped(min: bound)))
    }
  }
}

extension MaxNorm.Moment: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "moment")
  }
}
