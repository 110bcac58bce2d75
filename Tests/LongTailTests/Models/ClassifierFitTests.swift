import LongTail
import TestSupport
import Testing
import Torch

struct ClassifierFitTests {
  private static let counts = [6, 3, 2]

  /// Three clusters on a line; the head leans towards the first.
  ///
  /// With `mistake` the last held-out sample has another label than its cluster: without an error there is
  /// no temperature to find.
  private static func data(held: Bool = true, mistake: Bool = false) -> ClassifierFitData {
    var random = CounterBasedGenerator(seed: 12)
    func features(_ labels: [Int]) -> Tensor {
      let values = labels.flatMap { label in
        [Double(label) * 3 + 0.2 * random.normal(), 1 + 0.2 * random.normal()]
      }
      return Tensor(values, shape: [labels.count, 2])
    }
    let labels = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    let balanced = [0, 1, 2, 0, 1, 2, 0, 1, 2]
    return ClassifierFitData(
      training: features(labels), trainingLabels: labels,
      validation: held ? features(balanced) : nil,
      validationLabels: held ? balanced.dropLast() + [mistake ? 0 : 2] : [],
      classes: 3,
      classifier: [
        "weight": Tensor([3.0, 4, 0.3, 0.4, 0.06, 0.08], shape: [3, 2]),
        "bias": Tensor([1.0, 2, 3]), "center": Tensor([0.0, 0]),
        "normalizes": Tensor.scalar(0, dtype: .float64),
      ])
  }

  /// Kang et al., ICLR 2020: row (3, 4) at τ = 0.5 and 1.
  @Test(arguments: [(0.5, [1.341641, 1.788854]), (1.0, [0.6, 0.8]), (0.0, [3.0, 4.0])])
  func `weights are divided by a power of their length`(_ tau: Double, _ row: [Double]) throws {
    let fitted = try TauNormalization(tau: tau).fitted(to: Self.data(held: false))
    let weight = try #require(fitted.tensors["weight"]).doubles
    for (value, reference) in zip(weight, row) { #expect(abs(value - reference) < 5e-7) }
    #expect(try #require(fitted.tensors["bias"]).doubles == [0, 0, 0])
    #expect(fitted.figures["tau"] == tau)
  }

  @Test func `τ is the one of the grid that is best on validation`() throws {
    let data = Self.data()
    let validation = try #require(data.validation)
    let fitted = try TauNormalization().fitted(to: data)
    // A second way: the classifier of each τ, sample by sample.
    let accuracies = try (0...20).map { place in
      let tau = Double(place) * 0.1
      let weight = try #require(
        try TauNormalization(tau: tau).fitted(to: data).tensors["weight"])
      let found = validation.matmul(weight.transposed(0, 1)).argMax(axis: 1).ints
      return (0..<3).reduce(0.0) { sum, label in
        let right = zip(found, data.validationLabels).filter { $0 == label && $1 == label }.count
        return sum + Double(right) / 3 / 3
      }
    }
    let best = try #require(accuracies.max())
    let place = try #require(accuracies.firstIndex { abs($0 - best) < 1e-12 })
    #expect(abs(try #require(fitted.figures["tau"]) - Double(place) * 0.1) < 1e-12)
    #expect(abs(try #require(fitted.figures["validation_balanced_accuracy"]) - best) < 1e-12)
  }

  @Test func `τ cannot be chosen when nothing is held out`() {
    let error = #expect(throws: SettingsError.self) {
      try TauNormalization().fitted(to: Self.data(held: false))
    }
    #expect(error?.key == "tau")
  }

  /// Against distances computed one by one.
  @Test(
    arguments: NearestClassMean.Transform.allCases, NearestClassMean.Metric.allCases)
  func `the nearest mean wins`(
    _ transform: NearestClassMean.Transform, _ metric: NearestClassMean.Metric
  ) throws {
    let data = Self.data()
    let fitted = try NearestClassMean(transform: transform, metric: metric).fitted(to: data)
    let store = ParameterStore(seed: 1, dtype: .float64)
    let layer = PrototypeClassifier().layer(
      width: 2, classes: 3, initial: .kaimingNormalFanIn, at: store.root / "classifier")
    try store.load(
      Dictionary(
        uniqueKeysWithValues: fitted.tensors.map {
          ("classifier." + $0.key, $0.value.to(.float64).numericArray())
        }), from: "fit")
    let rows = try #require(data.validation)
    let found = layer(rows).argMax(axis: 1).ints
    #expect(found == Naive(data, transform, metric).nearest(rows.doubles))
    if found == data.validationLabels {
      #expect(fitted.figures["temperature"] == 1, "nothing is wrong on validation")
    }
    let wrong = try NearestClassMean(transform: transform, metric: metric)
      .fitted(to: Self.data(mistake: true))
    let temperature = try #require(wrong.figures["temperature"])
    #expect(temperature > 0 && temperature != 1)
    let alone = try NearestClassMean(transform: transform, metric: metric)
      .fitted(to: Self.data(held: false))
    #expect(alone.figures["temperature"] == 1)
  }

  @Test(arguments: ["step", "largest", "tau"])
  func `settings out of range name their key`(_ key: String) {
    var fit = TauNormalization()
    switch key {
    case "step": fit.step = 0
    case "largest": fit.largest = -1
    default: fit.tau = .infinity
    }
    let error = #expect(throws: SettingsError.self) { try fit.validate() }
    #expect(error?.key == key)
  }
}

/// Nearest means from the definition, in plain loops.
private struct Naive {
  let center: [Double]
  let means: [[Double]]
  let transform: NearestClassMean.Transform
  let metric: NearestClassMean.Metric

  init(
    _ data: ClassifierFitData, _ transform: NearestClassMean.Transform,
    _ metric: NearestClassMean.Metric
  ) {
    self.transform = transform
    self.metric = metric
    let values = data.training.doubles
    let rows = data.trainingLabels.indices.map { Array(values[2 * $0..<2 * $0 + 2]) }
    let middle = (0..<2).map { axis in
      transform == .centered ? rows.reduce(0) { $0 + $1[axis] } / Double(rows.count) : 0
    }
    center = middle
    let moved = rows.map { Self.moved($0, middle, scaled: transform != .none) }
    means = (0..<data.classes).map { label in
      let own = moved.indices.filter { data.trainingLabels[$0] == label }
      return (0..<2).map { axis in own.reduce(0) { $0 + moved[$1][axis] } / Double(own.count) }
    }
  }

  private static func moved(_ row: [Double], _ center: [Double], scaled: Bool) -> [Double] {
    let shifted = zip(row, center).map { $0 - $1 }
    let length = shifted.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return scaled ? shifted.map { $0 / length } : shifted
  }

  func nearest(_ values: [Double]) -> [Int] {
    stride(from: 0, to: values.count, by: 2).map { start in
      let row = Self.moved(Array(values[start..<start + 2]), center, scaled: transform != .none)
      let distances = means.map { mean in
        let product = row[0] * mean[0] + row[1] * mean[1]
        let lengths = [row, mean].map { ($0[0] * $0[0] + $0[1] * $0[1]).squareRoot() }
        let squares =
          (row[0] - mean[0]) * (row[0] - mean[0])
          + (row[1] - mean[1]) * (row[1] - mean[1])
        return metric == .cosine ? -product / (lengths[0] * lengths[1]) : squares
      }
      return distances.indices.min { distances[$0] < distances[$1] } ?? 0
    }
  }
}
