import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Losses of linear calibrators and their derivatives.
struct LinearLossTests {
  private func samples(_ count: Int, classes: Int, seed: UInt64) -> ScaledLoss.Samples {
    var random = SeededNumbers(seed: seed)
    let predictions = random.predictions(samples: count, classes: classes)
    let weights = (0..<count).map { $0 % 7 == 3 ? 0 : Double.random(in: 0.5...2, using: &random) }
    return .init(inputs: predictions.logits, labels: predictions.labels, weights: weights)
  }

  private func point(_ scores: LinearScores, _ classes: Int, seed: UInt64) -> [Double] {
    var random = SeededNumbers(seed: seed)
    return scores.uniform(0.6, classes: classes).map { $0 + 0.1 * random.normal() }
  }

  /// The gradient by central differences of values, the products by central differences of gradients.
  private func check(
    _ function: some CurvedFunction, at point: [Double], gradient tolerance: Double,
    product productTolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var random = SeededNumbers(seed: 7)
    let direction = point.map { _ in random.normal() }
    func moved(_ length: Double) -> [Double] {
      zip(point, direction).map { $0 + length * $1 }
    }
    func dot(_ a: [Double]) -> Double { zip(a, direction).reduce(0) { $0 + $1.0 * $1.1 } }
    let step = 1e-4
    let above = function.move(to: moved(step))
    let below = function.move(to: moved(-step))
    let here = function.move(to: point)
    let slope = (above.value - below.value) / (2 * step)
    #expect(
      abs(slope - dot(here.gradient)) < tolerance * (1 + abs(slope)),
      "\(slope), \(dot(here.gradient))", sourceLocation: sourceLocation)
    let product = function.curvature(along: direction)
    let scale = product.reduce(0) { max($0, abs($1)) }
    for index in point.indices {
      let change = (above.gradient[index] - below.gradient[index]) / (2 * step)
      #expect(
        abs(change - product[index]) < productTolerance * scale, "parameter \(index)",
        sourceLocation: sourceLocation)
    }
    // What preconditions must be positive.
    #expect(dot(function.preconditioned(direction)) > 0, sourceLocation: sourceLocation)
  }

  @Test(arguments: [5, 8, 37])
  func `gradient and second derivatives without a matrix agree with differences`(classes: Int) {
    let samples = samples(120, classes: classes, seed: 400)
    for scores in [LinearScores.scaled, .scaledAndShifted, .commonlyScaledAndShifted] {
      let penalty = QuadraticPenalty(0.01, centre: scores.identity(classes: classes))
      let point = point(scores, classes, seed: 401)
      let exact = ScaledLoss(samples, scores: scores, penalty: penalty)
      check(exact, at: point, gradient: 1e-6, product: 1e-4)
      let quick = ScaledLoss(samples, scores: scores, penalty: penalty, isExact: false)
      let (value, gradient) = exact.move(to: point)
      let (quickValue, quickGradient) = quick.move(to: point)
      #expect(abs(value - quickValue) < 1e-5)
      #expect(zip(gradient, quickGradient).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func `a sample that is certain in single precision keeps its second derivatives`() {
    let logits = Logits([40, 0, 1, 2, 0, 45, 1, 3], classes: 4)
    let samples = ScaledLoss.Samples(inputs: logits, labels: [0, 1], weights: [1, 1])
    let scores = LinearScores.scaledAndShifted
    let loss = ScaledLoss(
      samples, scores: scores, penalty: QuadraticPenalty(0, centre: scores.identity(classes: 4)))
    _ = loss.move(to: scores.identity(classes: 4))
    let product = loss.curvature(along: [1, 0, 0, 0, 0, 0, 0, 0])
    // p (1 − p) x² of the first sample's first class, over two samples.
    let rest = exp(-40.0) + exp(-39.0) + exp(-38.0)
    #expect(abs(product[0] / (rest * 40 * 40 / 2) - 1) < 1e-5)
  }

  @Test(arguments: [3, 12, 21])
  func `gradient and second derivatives with a matrix agree with differences`(classes: Int) {
    let samples = samples(150, classes: classes, seed: 402)
    let scores = LinearScores.full
    let point = point(scores, classes, seed: 403)
    let penalty = QuadraticPenalty(0.01, centre: scores.identity(classes: classes))
    let exact = MatrixLoss(
      inputs: samples.inputs, labels: samples.labels, weights: samples.weights, penalty: penalty,
      isExact: true)
    check(exact, at: point, gradient: 1e-6, product: 1e-4)
    let blocked = MatrixLoss(
      inputs: samples.inputs, labels: samples.labels, weights: samples.weights, penalty: penalty,
      isExact: false)
    let (value, gradient) = exact.move(to: point)
    let (blockedValue, blockedGradient) = blocked.move(to: point)
    #expect(abs(value - blockedValue) < 1e-6)
    #expect(zip(gradient, blockedGradient).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(arguments: [3, 9, 270])
  func `blocked products are those of single numbers, for widths that fill no tile`(classes: Int) {
    var random = SeededNumbers(seed: 404)
    let count = 70
    let rows = (0..<count * classes).map { _ in Float(random.normal()) }
    let matrix = (0..<classes * classes).map { _ in Double(Float(random.normal())) }
    let products = MatrixProducts(classes: classes, samples: count)
    products.prepare(matrix[...])
    var scores = [Float](repeating: 0, count: count * classes)
    var sums = [Double](repeating: 1, count: classes * classes)
    rows.withUnsafeBufferPointer { rows in
      scores.withUnsafeMutableBufferPointer { scores in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let first = rows.baseAddress, let scores = scores.baseAddress,
            let sums = sums.baseAddress
          else { return }
          let given = MatrixProducts.Rows(first: first, distance: classes, count: count)
          products.scores(of: given, to: scores)
          products.add(slopes: scores, rows: given, to: sums)
        }
      }
    }
    for row in [0, 1, 63, 64, 69] {
      for label in [0, classes / 2, classes - 1] {
        let expected = (0..<classes).reduce(0.0) {
          $0 + Double(rows[row * classes + $1]) * matrix[label * classes + $1]
        }
        #expect(abs(Double(scores[row * classes + label]) - expected) < 1e-4)
      }
    }
    for (label, column) in [(0, 0), (classes - 1, 1), (classes / 2, classes - 1)] {
      let expected = (0..<count).reduce(1.0) {
        $0 + Double(scores[$1 * classes + label]) * Double(rows[$1 * classes + column])
      }
      #expect(abs(sums[label * classes + column] - expected) < 1e-3)
    }
  }

  @Test func `a large set ends at the optimum of double precision`() throws {
    var random = SeededNumbers(seed: 405)
    // Just large enough for single precision and the approach on a part.
    let predictions = random.predictions(samples: 42_000, classes: 100)
    let scores = LinearScores.scaledAndShifted
    let penalty = QuadraticPenalty(1e-6, centre: scores.identity(classes: 100))
    let weights = [Double](repeating: 1, count: predictions.labels.count)
    let solution = try LinearFit(
      inputs: predictions.logits, labels: predictions.labels, weights: weights, scores: scores,
      penalty: penalty
    ).solve()
    #expect(solution.isConverged)
    let exact = ScaledLoss(
      .init(inputs: predictions.logits, labels: predictions.labels, weights: weights),
      scores: scores, penalty: penalty)
    let gradient = exact.move(to: solution.point).gradient
    #expect(gradient.allSatisfy { abs($0) < 2e-6 })
  }

  @Test func `the logarithm of four numbers is that of each`() {
    var random = SeededNumbers(seed: 406)
    let values =
      (0..<999).map { _ in exp(Double.random(in: -700...700, using: &random)) }
      + [1, 0.5, 2, 0.70710678, 0.7071068, 1 + 1e-15, 1 - 1e-15, 1e-12]
    for (value, found) in zip(values, Calibration.logarithms(values)) {
      #expect(abs(found - log(value)) <= 2 * max(log(value).ulp, 1e-17), "\(value)")
    }
  }
}
