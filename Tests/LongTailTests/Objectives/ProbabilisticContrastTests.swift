import Foundation
import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct ProbabilisticContrastTests {
  /// `von_mises_fisher_fixtures.json`: Bessel functions by mpmath, steps of contrast by PyTorch 2.13.0.
  private struct Fixtures: Decodable {
    struct Table: Decodable {
      let dimension: Int
      let points, values, derivatives, normalizers: [Double]
    }
    struct Step: Decodable {
      let labels: [Int]
      let arrays: [String: StageFixtures.Array]
    }
    struct Contrast: Decodable {
      let start, parameters: [String: StageFixtures.Array]
      let steps: [Step]
    }
    let bessel: [Table]
    let contrast: Contrast

    static func read() throws -> Fixtures {
      try fixture("von_mises_fisher_fixtures", as: Fixtures.self)
    }
  }

  private static let loss = ProbabilisticContrast(
    labelWeight: 2, weight: 0.7, temperature: 0.2, hidden: 5, dimension: 4)

  /// The Bessel functions are exact to 3e-11.
  private func expectNear(
    _ found: Tensor?, _ expected: StageFixtures.Array?, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try #require(found, "\(name)", sourceLocation: sourceLocation)
    let expected = try #require(expected, "\(name)", sourceLocation: sourceLocation)
    #expect(found.shape == expected.shape, "\(name)", sourceLocation: sourceLocation)
    #expect(
      relativeDistance(found.doubles, expected.values) < 1e-9, "\(name)",
      sourceLocation: sourceLocation)
  }

  @Test func `Bessel functions are mpmath's to 1e-10 from one hundredth to a hundred thousand`()
    throws
  {
    let fixtures = try Fixtures.read()
    #expect(fixtures.bessel.map(\.dimension).contains(128))
    for table in fixtures.bessel {
      let distribution = VonMisesFisher(dimension: table.dimension)
      let points = Tensor(table.points).requiringGradient()
      let values = distribution.logBesselRatio(points)
      values.sum().backward()
      let normalizers = distribution.logNormalizer(points.detached()).doubles
      let derivatives = try #require(points.gradient).doubles
      for index in table.points.indices {
        let place = "p \(table.dimension), x \(table.points[index])"
        #expect(abs(values.doubles[index] - table.values[index]) < 1e-10, "\(place)")
        #expect(abs(normalizers[index] - table.normalizers[index]) < 1e-10, "\(place)")
        #expect(abs(derivatives[index] - table.derivatives[index]) < 1e-9, "\(place)")
      }
    }
  }

  @Test func `values, gradients and class means are those of the authors' code`() throws {
    let fixtures = try Fixtures.read().contrast
    let stage = try StageSiteFixture(width: 6, counts: [5, 3, 1])
    let objective = Self.loss.make(for: stage.site())
    stage.load(fixtures.start, below: "")
    stage.load(fixtures.parameters, below: "")
    for (name, tensor) in stage.model.store.parameters {
      tensor.detached().assignInPlace(try #require(fixtures.parameters[name]).tensor)
    }
    #expect(stage.store.parameters.count == 6 && stage.store.buffers.count == 4)
    #expect(fixtures.steps.count == 2)
    for (number, expected) in fixtures.steps.enumerated() {
      let views = try (0..<3).map {
        try #require(expected.arrays["view\($0)"]).tensor.requiringGradient()
      }
      for (_, tensor) in stage.store.parameters + stage.model.store.parameters {
        tensor.clearGradient()
      }
      let step = stage.step(
        views, labels: expected.labels,
        at: StageProgress(epoch: 0, epochs: 4, step: number + 1, steps: 3))
      let values = objective.loss(step).perSample
      values.mean().backward()
      try expectNear(values, expected.arrays["values"], "values")
      for (index, view) in views.enumerated() {
        try expectNear(view.gradient, expected.arrays["view\(index)_gradient"], "view \(index)")
      }
      for (name, tensor) in stage.store.parameters + stage.model.store.parameters {
        // A bias before batch norm changes nothing; its gradient is rounding.
        if name.hasSuffix(".0.bias") {
          #expect(tensor.gradient?.abs().max().item() ?? 1 < 1e-13, "\(name)")
        } else {
          try expectNear(tensor.gradient, expected.arrays[name + "_gradient"], name)
        }
      }
      withoutGradients { objective.finish(step) }
      for (name, buffer) in stage.store.buffers {
        try expectEqual(buffer, expected.arrays[name], name)
      }
    }
  }

  @Test func `known means have the known concentrations and losses`() throws {
    func rows(_ number: Double, _ count: Int) -> Tensor {
      let values = (0..<32 * count).map { index in
        let x = Double(index)
        return sin(0.37 * x + 0.013 * x * x + 1.3 * number)
      }
      return Tensor(values, shape: [count, 32]).normalized(axis: 1)
    }
    var classes = ClassDirections(means: rows(2, 3) * 0.5, counts: Tensor([10.0, 4, 1]))
    let (labels, prior) = (Tensor([0, 0, 1, 2]), Tensor([50.0 / 62, 10.0 / 62, 2.0 / 62]).log())
    let loss = ProbabilisticContrast(temperature: 0.1)
    var found: [Double] = []
    for (offset, first) in [
      (0.0, [-1.37398573, 1.01035154, 1.06237666]), (1, [3.04900433, 1.34373212, 0.67073968]),
    ] {
      let features = rows(offset, 4)
      classes.add(features, labels: labels)
      if offset == 0 {
        let expected = [13.08948591, 18.41438354, 34.57951508]
        #expect(relativeDistance(classes.concentrations.doubles, expected) < 1e-8)
      }
      let logits = loss.logits(features, classes)
      #expect(relativeDistance(Array(logits.doubles.prefix(3)), first) < 1e-7)
      found.append(
        negativeLogLikelihood((logits + prior).unsqueezed(axis: 1), labels).mean().item())
    }
    #expect(relativeDistance(found, [0.51872189, 0.32635792]) < 1e-7)
  }

  @Test func `an epoch begins with the means of the one before, and counts anew`() throws {
    let stage = try StageSiteFixture(width: 6)
    let objective = Self.loss.make(for: stage.site())
    func buffer(_ name: String) throws -> [Double] {
      try #require(stage.store.buffers.first { $0.name == name }).tensor.doubles
    }
    func run(_ epoch: Int, _ number: Int) {
      let views = (0..<3).map {
        Tensor(MiSLASFixtures.chirp(24, offset: Double(3 * epoch + number + $0)), shape: [4, 6])
      }
      let step = stage.step(
        views, labels: [0, 1, 1, 0],
        at: StageProgress(epoch: epoch, epochs: 4, step: number, steps: 2))
      // Asked twice, it answers the same, and takes the features in once.
      let first = objective.loss(step).perSample.doubles
      #expect(objective.loss(step).perSample.doubles == first)
      withoutGradients { objective.finish(step) }
    }
    run(0, 0)
    run(0, 1)
    #expect(try buffer("former.counts") == [8, 8, 0] && buffer("current.counts") == [8, 8, 0])
    let means = try buffer("current.means")
    run(1, 0)
    #expect(try buffer("former.counts") == [12, 12, 0] && buffer("current.counts") == [4, 4, 0])
    // Of the class without a sample, the former mean is the one that this epoch's began as.
    #expect(try Array(buffer("former.means").suffix(4)) == Array(means.suffix(4)))
    let length = try buffer("current.means").suffix(4).reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(length - 0.9) < 1e-12)
  }

  @Test func `a class with one direction alone has the largest concentration`() {
    let classes = ClassDirections(
      means: Tensor([1.0, 0, 0, 0.5], shape: [2, 2]), counts: Tensor([3.0, 3]))
    #expect(relativeDistance(classes.concentrations.doubles, [1e5, 1 / 0.75]) < 1e-12)
    let logits = ProbabilisticContrast().logits(
      Tensor([1.0, 0, 0, 1], shape: [2, 2]), classes)
    #expect(logits.isFinite().all().item() == 1)
  }

  @Test func `the gradient is the one by central differences`() {
    let classes = ClassDirections(
      means: Tensor(MiSLASFixtures.chirp(12, offset: 3), shape: [3, 4]).normalized(axis: 1) * 0.7,
      counts: Tensor([1.0, 2, 3]))
    func value(_ point: Tensor) -> Tensor {
      let logits = ProbabilisticContrast(temperature: 0.5).logits(
        point.normalized(axis: 1), classes)
      return negativeLogLikelihood(logits.unsqueezed(axis: 1), Tensor([0, 2, 1])).mean()
    }
    var random = CounterBasedGenerator(seed: 8, stream: 1)
    let start = (0..<12).map { _ in random.normal() }
    let leaf = Tensor(start, shape: [3, 4]).requiringGradient()
    value(leaf).backward()
    let error = gradientError(
      leaf.gradient?.doubles ?? [],
      of: { point in withoutGradients { value(Tensor(point, shape: [3, 4])).item() } }, at: start)
    #expect(error < 1e-6)
  }

  @Test func `settings out of range are refused under their keys`() {
    #expect(ProbabilisticContrast().targetsUniformPrior)
    #expect(!ProbabilisticContrast(labelWeight: 0).targetsUniformPrior)
    for (loss, key) in [
      (ProbabilisticContrast(labelWeight: -1), "labelWeight"),
      (ProbabilisticContrast(weight: 0), "weight"),
      (ProbabilisticContrast(temperature: .nan), "temperature"),
      (ProbabilisticContrast(hidden: 0), "hidden"),
      (ProbabilisticContrast(dimension: 1), "dimension"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
