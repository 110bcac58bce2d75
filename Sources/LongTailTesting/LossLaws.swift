public import LongTail
import Torch

/// What every loss that is a formula promises, whatever it rewards: on three samples, two experts and four
/// classes with 100, 50, 20 and 5 training samples, in double precision.
public enum LossLaws {
  /// Laws that some losses cannot keep.
  public struct Exceptions: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Something is held constant on the way back, so that the gradient is no derivative.
    public static let gradientStops = Exceptions(rawValue: 1)
    /// No answer is best where features tell nothing, or it does not answer to labels.
    public static let noBestAnswer = Exceptions(rawValue: 2)
  }

  private static let classes = 4
  private static let labels = [0, 2, 3]
  private static let counts = [100, 50, 20, 5]

  /// - Parameters:
  ///   - loss: with the settings to check.
  ///   - exceptions: what it does not promise, with a reason in its documentation.
  ///   - exponentTolerance: by how much the power law of its best answers may be off from
  ///     ``/LongTail/ObjectiveSettings/priorExponent``; more than the default only where these are no power
  ///     of the prior.
  /// - Returns: the laws that it breaks; none for a good one.
  public static func violations(
    of loss: some LossFunction, except exceptions: Exceptions = [], exponentTolerance: Double = 0.01
  ) -> [LawViolation] {
    var book = LawBook()
    let start = logits(of: 5, experts: max(2, loss.branches))
    let plain = values(loss, start)
    book.require(
      plain.shape == [labels.count] && plain.dtype == .float64,
      "there is one value a sample, as precise as the logits", "\(plain.shape) of \(plain.dtype)")
    if !exceptions.contains(.gradientStops) { checkGradient(loss, start, &book) }
    checkExtremes(loss, start, &book)
    checkRenaming(loss, start, &book)
    checkParts(loss, start, &book)
    // A teacher decides what is best as well, and none is here.
    if !exceptions.contains(.noBestAnswer), !loss.usesTeacher {
      let exponent = PowerLaw.exponent(of: bestShares(loss))
      book.require(
        abs(exponent - loss.priorExponent) < exponentTolerance,
        "priorExponent is the power of the training shares that its best answers are",
        "\(exponent), not \(loss.priorExponent)")
    }
    return book.violations + CatalogItemLaws.violations(of: loss)
  }

  private static func checkGradient(
    _ loss: some LossFunction, _ start: Tensor, _ book: inout LawBook
  ) {
    let leaf = start.cloned().requiringGradient()
    values(loss, leaf).mean().backward()
    let error = gradientError(
      leaf.gradient?.doubles ?? [],
      of: { point in
        withoutGradients { values(loss, Tensor(point, shape: start.shape)).mean().item() }
      }, at: start.doubles)
    book.require(error < 1e-8, "the gradient is the one by central differences", "off by \(error)")
  }

  private static func checkExtremes(
    _ loss: some LossFunction, _ start: Tensor, _ book: inout LawBook
  ) {
    let signs = (start.sign() * 1e4).to(.float32).requiringGradient()
    let values = values(loss, signs)
    values.mean().backward()
    book.require(
      values.doubles.allSatisfy(\.isFinite)
        && signs.gradient?.doubles.allSatisfy(\.isFinite) == true,
      "logits of ±10⁴ in single precision give finite values and gradients")
  }

  private static func checkRenaming(
    _ loss: some LossFunction, _ start: Tensor, _ book: inout LawBook
  ) {
    let order = [2, 0, 3, 1]
    let renamed = values(
      loss, start.indexSelected(axis: 2, Tensor(order)),
      labels: labels.map { label in order.firstIndex(of: label) ?? 0 },
      counts: order.map { counts[$0] }, teacher: teacher.indexSelected(axis: 1, Tensor(order)))
    let plain = values(loss, start)
    let difference = (renamed - plain).abs().max().item()
    book.require(
      difference <= 1e-13 * max(1, plain.abs().max().item()),
      "renaming the classes changes nothing", "by \(difference)")
  }

  private static func checkParts(
    _ loss: some LossFunction, _ start: Tensor, _ book: inout LawBook
  ) {
    guard loss.isPerSample else { return }
    // Late, when losses re-weight.
    let whole = values(loss, start, isLate: true)
    let alone = labels.indices.map { sample in
      values(
        loss, start.narrowed(axis: 0, from: sample, count: 1), labels: [labels[sample]],
        teacher: teacher.narrowed(axis: 0, from: sample, count: 1), isLate: true, of: labels)
    }
    let difference = (Tensor.concatenated(alone, axis: 0) - whole).abs().max().item()
    book.require(
      difference <= 1e-13 * max(1, whole.abs().max().item()),
      "a sample's loss does not depend on answers to others, as isPerSample says",
      "by \(difference)")
  }

  /// `[3, 4]`
  private static var teacher: Tensor { logits(of: 6, experts: 1).squeezed(axis: 1) }

  /// Standard normal logits `[3, experts, 4]`, in double precision.
  private static func logits(of seed: UInt64, experts: Int) -> Tensor {
    var random = CounterBasedGenerator(seed: seed, stream: UInt64(experts))
    let shape = [labels.count, experts, classes]
    return Tensor((0..<shape.reduce(1, *)).map { _ in random.normal() }, shape: shape)
  }

  /// With a router's decisions and a teacher for the losses that want them.
  private static func values(
    _ loss: some LossFunction, _ logits: Tensor, labels: [Int] = labels, counts: [Int] = counts,
    teacher: Tensor = teacher, isLate: Bool = false, of batch: [Int]? = nil
  ) -> Tensor {
    let experts = logits.shape[1]
    let decisions =
      experts > 1 ? logits.sum(axis: 2).narrowed(axis: 1, from: 1, count: experts - 1) : nil
    return loss(
      outputs(logits, routing: decisions, teacher: teacher.to(logits.dtype)), Tensor(labels),
      LossContext(
        classCounts: counts, epoch: isLate ? 199 : 0, epochs: isLate ? 200 : 2, batchLabels: batch)
    ).perSample
  }

  private static func outputs(
    _ logits: Tensor, routing: Tensor? = nil, teacher: Tensor? = nil
  ) -> ExpertOutputs {
    var outputs = ExpertOutputs(
      logits: logits,
      features: Tensor.zeros([logits.shape[0], logits.shape[1], 1], dtype: logits.dtype),
      routing: routing)
    outputs.teacherLogits = teacher
    return outputs
  }

  /// The shares that a network without features ends with, `[4]`: those that cost least on average over training
  /// samples of ``PowerLaw/counts``, in the last epoch.
  private static func bestShares(_ loss: some LossFunction) -> [Double] {
    let counts = PowerLaw.counts
    let total = Double(counts.reduce(0, +))
    let experts = max(1, loss.branches)
    let store = ParameterStore(seed: 1, dtype: .float64)
    let logits = store.root.parameter("logits", [1, experts, classes], .zeros)
    let weights = Tensor(counts.map { Double($0) / total }, shape: [classes])
    let optimizer = AdamW([ParameterGroup(parameters: store.parameters)])
    for step in 0..<3000 {
      optimizer.clearGradients()
      let rows = logits.expanded(to: [classes, experts, classes])
      let values = loss(
        outputs(rows), Tensor(Array(0..<classes)),
        LossContext(classCounts: counts, epoch: 199, epochs: 200))
      (values.perSample * weights).sum().backward()
      optimizer.step(rate: step < 2000 ? 0.02 : 0.002)
    }
    return logits.detached().mean(axis: 1).softmax(axis: 1).doubles
  }
}
