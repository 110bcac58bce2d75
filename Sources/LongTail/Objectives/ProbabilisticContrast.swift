import Torch

/// Logit adjustment, and contrast with infinitely many samples of each class (Du, Wang, Song, Huang, TPAMI 2024: ProCo,
/// eqs 8 to 17): `a CE(z + log π, y) + b ½ Σ_{v=1,2} CE(g(f_v) + log π, y)`.
///
/// The first view of a batch is classified, f_1 and f_2 are the second and third on the unit sphere. Each class has a von
/// Mises–Fisher distribution there, whose direction μ_c and concentration κ_c come from the mean of its features, those of
/// the last epoch and of this one so far, the batch's own among them; then
///
///     g_c(f) = r(‖κ_c μ_c + f / τ‖) − r(κ_c),   r(k) = log I_ν(k) − ν log k
///
/// through which gradients flow into f alone. Each sample has the mean of its two views' values. The distributions and r
/// are worked out in double precision, where the device has it.
public struct ProbabilisticContrast: AdjustedContrast {
  public static let name = "probabilistic-contrast"
  public static let summary =
    "logit adjustment, and contrast of two more views with a distribution of each class"

  /// a, in [0, 1000]; 0 makes it an addition to another loss.
  public var labelWeight = 1.0
  /// b, in (0, 1000].
  public var weight = 1.0
  /// τ, in [0.001, 1000].
  public var temperature = 0.1
  /// Width of the projection head's hidden layer, 1 … 65,536.
  public var hidden = 512
  /// p: width of the projection head's answer, 2 … 65,536.
  public var dimension = 128

  public init() {}

  public init(
    labelWeight: Double = 1, weight: Double = 1, temperature: Double = 0.1, hidden: Int = 512,
    dimension: Int = 128
  ) {
    self.labelWeight = labelWeight
    self.weight = weight
    self.temperature = temperature
    self.hidden = hidden
    self.dimension = dimension
  }

  static let dimensions = 2...65_536

  public func make(for site: StageSite) -> any Objective {
    ProbabilisticContrastObjective(self, for: site)
  }

  /// g of each class.
  /// - Parameters:
  ///   - features: `[batch, dimension]`, each of length 1.
  ///   - classes: the distributions, in the dtype of the answer.
  /// - Returns: `[batch, classes]`.
  func logits(_ features: Tensor, _ classes: ClassDirections) -> Tensor {
    let distribution = VonMisesFisher(dimension: classes.means.shape[1])
    let scaled = features.to(classes.means.dtype) / temperature
    let concentrations = classes.concentrations
    let alike = scaled.matmul(classes.directions.transposed(0, 1))
    let lengths = scaled.square().sum(axis: 1, keepingAxis: true)
    // ‖κ μ + f / τ‖² without a tensor of all of them.
    let squares = concentrations.square() + alike * concentrations * 2 + lengths
    return distribution.logBesselRatio(squares.clamped(min: 1e-20).sqrt())
      - distribution.logBesselRatio(concentrations)
  }
}

/// The loss at work: the head, and the class distributions of the last epoch and of this one.
private final class ProbabilisticContrastObjective: Objective {
  private let settings: ProbabilisticContrast
  private let seed: UInt64
  private let device: Device
  private let head: PerceptronHead
  /// log π, `[classes]`
  private let prior: Tensor
  /// Of the last epoch, and of this one so far: what g is made of.
  private let former: KeptClassDirections
  /// Of this epoch so far.
  private let current: KeptClassDirections
  /// What both become once the weights have moved.
  private var next: (former: ClassDirections, current: ClassDirections)?

  init(_ settings: ProbabilisticContrast, for site: StageSite) {
    self.settings = settings
    seed = site.seed
    device = site.device
    head = PerceptronHead(
      [site.model.featureWidth, settings.hidden, settings.dimension], normalizes: true,
      at: site.root / "projection")
    prior = logarithmicPrior(site.classCounts, device: site.device)
    let start = Self.random(
      site.classes, settings.dimension, seed: site.seed, epoch: 0, device: site.device)
    former = KeptClassDirections(start, at: site.root / "former")
    current = KeptClassDirections(start, at: site.root / "current")
  }

  /// Directions that nothing is known of: random ones of length 0.9, which count for nothing.
  private static func random(
    _ classes: Int, _ dimension: Int, seed: UInt64, epoch: Int, device: Device
  ) -> ClassDirections {
    var random = CounterBasedGenerator(seed: seed, purpose: .objective, epoch: epoch)
    let values = (0..<classes * dimension).map { _ in random.normal() }
    let dtype: DType = device == .mps ? .float32 : .float64
    let means = Tensor(values, shape: [classes, dimension]).normalized(axis: 1) * 0.9
    return ClassDirections(
      means: means.to(dtype).to(device),
      counts: Tensor.zeros([classes], dtype: dtype, device: device))
  }

  /// The distributions at a step's beginning: an epoch's first step makes those of this epoch the former ones.
  private func beginning(
    _ step: ObjectiveStep
  ) -> (former: ClassDirections, current: ClassDirections) {
    guard step.progress.step == 0 else { return (former.value, current.value) }
    let fresh = Self.random(
      prior.count, settings.dimension, seed: seed, epoch: step.progress.epoch + 1, device: device)
    return (current.value, fresh)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let count = step.labels.count
    // One batch of all views, as in the authors' code: the head's batch norm sees them together.
    let features = head(Tensor.concatenated(step.outputs.map(\.meanFeatures), axis: 0))
    let views = (1...2).map { features.narrowed(axis: 0, from: $0 * count, count: count) }
    var classes = beginning(step)
    let values = views.map { view -> Tensor in
      withoutGradients {
        classes.former.add(view.detached(), labels: step.labels)
        classes.current.add(view.detached(), labels: step.labels)
      }
      let logits = settings.logits(view, classes.former)
      return negativeLogLikelihood(
        (logits + prior.to(logits.dtype)).unsqueezed(axis: 1), step.labels)
    }
    // Of the first answer of a step, where the optimizer asks for two.
    if next == nil { next = classes }
    let contrast = step.weighted(
      ((values[0] + values[1]) * (0.5 * settings.weight)).to(features.dtype), labels: step.labels)
    return settings.loss(contrast: contrast, prior: prior, step)
  }

  func finish(_ step: ObjectiveStep) {
    guard let next else { return }
    former.keep(next.former)
    current.keep(next.current)
    self.next = nil
  }
}
