public import Calibration
import Torch

/// Contrast of instances with keys of a slow copy, for each expert alone (He et al., CVPR 2020: MoCo, eq. 1; in each network
/// of NCL, Li et al., CVPR 2022, eq. 7): `w Σ_m −log (exp(q·k / τ) / (exp(q·k / τ) + Σ_j exp(q·k_j / τ)))`.
///
/// q is the first view of a sample behind expert m's projection head, k the last view of the same sample behind the slow
/// copy of the network, and k_j are the keys of the steps before. The order of a step is MoCo's: the slow copy moves, keys
/// are made, the loss sees the keys of the steps before, and the new ones go into the queue.
public struct InstanceContrast: ObjectiveSettings {
  public static let name = "instance-contrast"
  public static let summary = "each expert tells samples apart by the keys of a slow copy"

  /// w, in (0, 1000].
  public var weight = 1.0
  /// τ, in [0.001, 1000].
  public var temperature = 0.2
  /// Width of the projection heads' answer, 1 … 65,536.
  public var dimension = 64
  /// Keys that each expert remembers, 1 … 1,000,000.
  public var queue = 1024
  /// Whether the keys' heads follow those of the network as its copy does; in NCL's code they stay as they begin.
  public var movesHeads = false
  /// The expert whose features are compared, from 0; each one's when `nil`.
  @OrNone public var expert: Int?
  /// Whether keys of a sample's own class are left out of what it is told apart from (Li, Wang, Wu, ICCV 2021: SSD, section
  /// 3.1).
  public var skipsOwnClass = false

  public init() {}

  public init(
    weight: Double = 1, temperature: Double = 0.2, dimension: Int = 64, queue: Int = 1024,
    movesHeads: Bool = false, expert: Int? = nil, skipsOwnClass: Bool = false
  ) {
    self.weight = weight
    self.temperature = temperature
    self.dimension = dimension
    self.queue = queue
    self.movesHeads = movesHeads
    self.expert = expert
    self.skipsOwnClass = skipsOwnClass
  }

  public var views: ClosedRange<Int> { 2...3 }
  public var companionViews: Int { 1 }
  public var companions: [String] { [MomentumCopy.name] }

  public func make(for site: StageSite) -> any Objective {
    InstanceContrastObjective(self, for: site)
  }

  public func validate() throws {
    try SettingsError.require("weight", weight, above: 0, to: 1000)
    try SettingsError.require("temperature", temperature, from: 0.001, to: 1000)
    try SettingsError.require("dimension", dimension, in: 1...65_536)
    try SettingsError.require("queue", queue, in: 1...1_000_000)
    if let expert { try SettingsError.require("expert", expert, in: 0...99) }
  }

  public func validate(for inputs: LossInputs) throws {
    if let expert { try ExpertChoice.require("expert", expert, of: inputs.experts) }
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes its first view, which \(Self.name) compares; expected mixing=none")
    }
    guard inputs.hasMomentumCopy else {
      throw SettingsError(
        "", "the keys of \(Self.name) come from a slow copy; expected companions=[momentum]")
    }
  }
}

/// The contrast at work: a projection head for each expert, its copy, and its keys.
private final class InstanceContrastObjective: Objective {
  private let settings: InstanceContrast
  /// Those whose features are compared, with a head and a memory each.
  private let experts: [Int]
  private let heads: [ProjectionHead]
  private let memories: [KeyMemory]
  private var latest: (keys: [Tensor], progress: StageProgress)?

  init(_ settings: InstanceContrast, for site: StageSite) {
    self.settings = settings
    let width = site.model.featureWidth
    experts = settings.expert.map { [$0] } ?? Array(0..<site.model.settings.experts)
    let roots = experts.map { site.root / "experts" / "\($0)" }
    let heads = roots.map { ProjectionHead(width, settings.dimension, at: $0 / "projection") }
    self.heads = heads
    memories = zip(heads, roots).map { head, root in
      KeyMemory(
        capacity: settings.queue, head: head, width: width, momentum: site.momentum ?? 0, at: root)
    }
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let keys = keys(of: step)
    let features = step.outputs[0].features
    let values = experts.enumerated().map { place, expert -> Tensor in
      let memory = memories[place]
      let query = heads[place](features.selected(axis: 1, at: expert))
      let own = (query * keys[place].to(query.dtype)).sum(axis: 1, keepingAxis: true)
      let others = query.matmul(memory.keys.to(query.dtype).transposed(0, 1))
      let scores = Tensor.concatenated(
        [own, others.maskedFill(leftOut(memory.labels, for: step.labels), -.infinity)], axis: 1)
      return -(scores / settings.temperature).logSoftmax(axis: 1).selected(axis: 1, at: 0)
    }
    let sum = values.dropFirst().reduce(values[0], +) * settings.weight
    let weighted = step.weighted(sum, labels: step.labels)
    return LossValues(weighted, parts: [("instances", weighted.detached())])
  }

  /// Which keys a sample is not told apart from, `[batch, capacity]`: places without a key yet, and its own class's.
  private func leftOut(_ keys: Tensor, for labels: Tensor) -> Tensor {
    let isEmpty = keys.less(than: 0).unsqueezed(axis: 0)
      .expanded(to: [labels.count, keys.count])
    guard settings.skipsOwnClass else { return isEmpty }
    return isEmpty.logicalOr(labels.unsqueezed(axis: 1).equal(to: keys.unsqueezed(axis: 0)))
  }

  /// The keys of a step, which stay the same when it is asked for a second gradient.
  private func keys(of step: ObjectiveStep) -> [Tensor] {
    if let latest, latest.progress == step.progress { return latest.keys }
    guard let copy = step.companions.momentumCopy, let view = step.streams[0].views.last else {
      preconditionFailure("keys without a slow copy of the network")
    }
    let keys = withoutGradients {
      let features = copy.outputs(view).features
      return zip(experts, memories).map { expert, memory in
        if settings.movesHeads { memory.followHead() }
        return memory.head(features.selected(axis: 1, at: expert)).detached()
      }
    }
    latest = (keys, step.progress)
    return keys
  }

  func finish(_ step: ObjectiveStep) {
    guard let latest else { return }
    for (memory, keys) in zip(memories, latest.keys) { memory.add(keys, labels: step.labels) }
    self.latest = nil
  }
}
