import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// What every loss must do, whatever it rewards.
struct LossLawTests {
  private static let classes = 4
  private static let labels = [0, 2, 3]
  private static let counts = [100, 50, 20, 5]

  private static func loss(_ name: String) throws -> any LossFunction {
    try #require(Chosen<Losses>(named: name).item as? any LossFunction)
  }

  /// The losses that are a formula; what is more than that has tests of its own.
  private static let formulas = Losses.all.filter { $0 is any LossFunction.Type }.map { $0.name }

  /// `[3, 4]`
  private static var teacher: Tensor {
    Tensor(MiSLASFixtures.chirp(labels.count * classes, offset: 1), shape: [labels.count, classes])
  }

  /// Losses whose gradient stops on the way, so that it is no derivative; their own tests hold fast what
  /// is a constant to them.
  private static let withoutDerivative = [DistributionAwareDiversity.name]
  /// Losses that treat every expert alike and alone.
  private static let perExpert = [
    CrossEntropy.name, BalancedSoftmax.name, LabelAwareSmoothing.name,
    LabelDistributionAwareMargin.name, FocalLoss.name, ClassBalancedLoss.name,
    LabelSmoothing.name,
  ]

  /// Standard normal logits `[3, experts, 4]`, in float64.
  private static func logits(experts: Int) -> Tensor {
    var random = CounterBasedGenerator(seed: 5, stream: UInt64(experts))
    let shape = [labels.count, experts, classes]
    return Tensor((0..<shape.reduce(1, *)).map { _ in random.normal() }, shape: shape)
  }

  /// With a router's decisions and a teacher for the losses that want them.
  private static func values(
    _ loss: any LossFunction, _ logits: Tensor, labels: [Int] = labels, counts: [Int] = counts,
    teacher: Tensor = teacher
  ) -> Tensor {
    let experts = logits.shape[1]
    let decisions =
      experts > 1 ? logits.sum(axis: 2).narrowed(axis: 1, from: 1, count: experts - 1) : nil
    return loss(
      expertOutputs(logits, routing: decisions, teacher: teacher.to(logits.dtype)), Tensor(labels),
      LossContext(classCounts: counts, epoch: 0, epochs: 2)
    ).perSample
  }

  @Test(arguments: formulas) func `there is one value a sample`(_ name: String) throws {
    let values = Self.values(try Self.loss(name), Self.logits(experts: 2))
    #expect(values.shape == [3])
    #expect(values.dtype == .float64)
  }

  @Test(arguments: formulas.filter { !withoutDerivative.contains($0) })
  func `the gradient is the one by central differences`(_ name: String) throws {
    let loss = try Self.loss(name)
    let start = Self.logits(experts: 2)
    let leaf = start.cloned().requiringGradient()
    Self.values(loss, leaf).mean().backward()
    let gradient = try #require(leaf.gradient).doubles
    let error = gradientError(
      gradient,
      of: { point in
        withoutGradients { Self.values(loss, Tensor(point, shape: start.shape)).mean().item() }
      }, at: start.doubles)
    #expect(error < 1e-8)
  }

  @Test(arguments: formulas)
  func `extreme logits give finite values and gradients`(_ name: String) throws {
    let loss = try Self.loss(name)
    let signs = (Self.logits(experts: 2).sign() * 1e4).to(.float32).requiringGradient()
    let values = Self.values(loss, signs)
    values.mean().backward()
    #expect(values.doubles.allSatisfy { $0.isFinite })
    let gradient = try #require(signs.gradient).doubles
    #expect(gradient.allSatisfy { $0.isFinite })
  }

  @Test(arguments: formulas)
  func `renaming the classes changes nothing`(_ name: String) throws {
    let loss = try Self.loss(name)
    let logits = Self.logits(experts: 2)
    let order = [2, 0, 3, 1]
    let renamed = Self.values(
      loss, logits.indexSelected(axis: 2, Tensor(order)),
      labels: Self.labels.map { label in order.firstIndex(of: label) ?? -1 },
      counts: order.map { Self.counts[$0] },
      teacher: Self.teacher.indexSelected(axis: 1, Tensor(order)))
    #expect(relativeDistance(renamed.doubles, Self.values(loss, logits).doubles) < 1e-14)
  }

  @Test(arguments: perExpert)
  func `three experts cost the mean of each alone`(_ name: String) throws {
    let loss = try Self.loss(name)
    let logits = Self.logits(experts: 3)
    let alone = (0..<3).map {
      Self.values(loss, logits.narrowed(axis: 1, from: $0, count: 1)).doubles
    }
    let mean = Self.labels.indices.map { sample in
      alone.reduce(0) { $0 + $1[sample] } / 3
    }
    #expect(relativeDistance(Self.values(loss, logits).doubles, mean) < 1e-14)
  }

  @Test(arguments: Losses.names)
  func `the settings come back from their written form`(_ name: String) throws {
    let written = try SettingsTree(encoding: Chosen<Losses>(named: name))
    let back = try written.decoded(as: Chosen<Losses>.self)
    #expect(back.name == name)
    #expect(try SettingsTree(encoding: back) == written)
    try back.item.validate()
  }
}
