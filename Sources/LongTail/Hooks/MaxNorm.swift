public import Calibration
import Torch

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
  /// In the place of `bound`, in [0, 1]: how far δ lies from the smallest to the largest norm that the filters of
  /// a tensor have when the stage begins. The authors' code has 0.1.
  @OrNone public var share: Double?
  /// Path prefixes of the weights; the classifier's by default.
  public var parameters = ["classifier"]
  /// Whether weights are looked at after each step or after each epoch, which is the default.
  public var after = Moment.epoch

  public init() {}

  public init(
    bound: Double = 1, share: Double? = nil, parameters: [String] = ["classifier"],
    after: Moment = .epoch
  ) {
    self.bound = bound
    self.share = share
    self.parameters = parameters
    self.after = after
  }

  public func make(for site: StageSite) -> any Hook {
    let bounded = weights(of: site.model).enumerated().map { index, weight in
      (weight: weight.tensor, bound: radius(of: weight.tensor, index, at: site.root))
    }
    return ProjectionHook(bounded, after: after)
  }

  /// δ of a tensor's filters, without axes. One that follows from the first weights is remembered.
  private func radius(of weight: Tensor, _ index: Int, at root: ParameterPath) -> Tensor {
    guard let share else { return Tensor.scalar(bound, dtype: weight.dtype, device: weight.device) }
    return withoutGradients {
      let norms = filterNorms(weight.detached())
      let (smallest, largest) = (norms.min(), norms.max())
      let radius = (root / "bounds").buffer("\(index)", [], fill: 0, dtype: weight.dtype)
      radius.assignInPlace(smallest + (largest - smallest) * share)
      return radius
    }
  }

  private func weights(of model: ExpertModel) -> [(name: String, tensor: Tensor)] {
    model.store.parameters.filter { name, tensor in
      tensor.shape.count > 1 && parameters.contains { matches(name, prefix: $0) }
    }
  }

  public func validate() throws {
    try SettingsError.require("bound", bound, above: 0, to: 1_000_000)
    if let share { try SettingsError.require("share", share, from: 0, to: 1) }
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

/// The norm of each filter, `[filters, 1, …]`.
private func filterNorms(_ weight: Tensor) -> Tensor {
  weight.square().sum(axes: Array(1..<weight.shape.count), keepingAxes: true).sqrt()
}

private final class ProjectionHook: Hook {
  private let bounded: [(weight: Tensor, bound: Tensor)]
  private let moment: MaxNorm.Moment

  init(_ bounded: [(weight: Tensor, bound: Tensor)], after moment: MaxNorm.Moment) {
    self.bounded = bounded
    self.moment = moment
  }

  func afterStep(_ progress: StageProgress) { if moment == .step { project() } }
  func afterEpoch(_ progress: StageProgress) { if moment == .epoch { project() } }

  private func project() {
    for (weight, bound) in bounded {
      let own = weight.detached()
      // ‖w‖ ≤ δ gives exactly 1, and leaves the bits as they are; where δ is 0, nothing is left of the weights.
      let limit = filterNorms(own).maximum(bound)
      weight.assignInPlace(own * (bound / limit.clamped(min: 1e-30)))
    }
  }
}

extension MaxNorm.Moment: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "moment")
  }
}
