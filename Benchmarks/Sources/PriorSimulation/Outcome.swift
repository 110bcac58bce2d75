import Calibration
import Foundation
import Repeats

/// What the repeats of one case came to.
struct Outcome {
  /// Share of classes and repeats whose interval held the true share, and its standard error over the repeats.
  let covered: Double
  private let coveredError: Double
  /// Of the class with the fewest.
  private let worst: Double
  private let width: Double
  private let distance: Double
  private let plainDistance: Double
  private let sourceDistance: Double
  private let applied: Double

  /// What one repeat gives.
  private struct Part: Sendable {
    /// By class.
    let held: [Bool]
    let width: Double
    let distance: Double
    let plainDistance: Double
    let sourceDistance: Double
    let isApplied: Bool
  }

  init(
    of world: World, _ source: World.Shares, _ target: World.Shares, samples: Int, repeats: Int,
    estimator: any PriorEstimator = MaximumAPosterioriPrior()
  ) throws {
    let parts = try Repeats.concurrently(repeats) { index in
      Result { try Self.part(world, source, target, estimator, samples: samples, index: index) }
    }.map { try $0.get() }
    func mean(_ value: (Part) -> Double) -> Double {
      parts.map(value).reduce(0, +) / Double(repeats)
    }
    func share(_ part: Part) -> Double { Double(part.held.count { $0 }) / Double(part.held.count) }
    let covered = mean(share)
    self.covered = covered
    // Classes of a repeat depend on each other; repeats do not.
    coveredError =
      (mean { (share($0) - covered) * (share($0) - covered) } / Double(repeats - 1)).squareRoot()
    worst =
      (0..<world.classes).map { label in mean { $0.held[label] ? 1 : 0 } }.min() ?? 0
    width = mean(\.width)
    distance = mean(\.distance)
    plainDistance = mean(\.plainDistance)
    sourceDistance = mean(\.sourceDistance)
    applied = mean { $0.isApplied ? 1 : 0 }
  }

  private static func part(
    _ world: World, _ source: World.Shares, _ target: World.Shares,
    _ estimator: any PriorEstimator, samples: Int, index: Int
  ) throws -> Part {
    let truth = target.of(world.classes)
    let prior = source.of(world.classes)
    var random = SeededNumbers(seed: UInt64(1_000_000 * samples + index))
    let validation = world.draw(World.labelled, shares: prior, source: prior, &random)
    let rows = world.draw(samples, shares: truth, source: prior, &random)
    let evidence = try PriorEvidence(
      fittedTo: validation, method: TemperatureScaling(), rows: rows.logits)
    var estimation = PriorEstimation()
    estimation.estimator = estimator
    estimation.resamples = PriorSimulation.draws
    estimation.refits = PriorSimulation.refits
    estimation.seed = UInt64(index)
    let found = try estimation.estimate(evidence)
    estimation.estimator = MaximumLikelihoodPrior()
    estimation.resamples = 0
    let plain = try estimation.estimate(evidence)
    let lower = found.lower ?? []
    let upper = found.upper ?? []
    func distance(_ shares: [Double]) -> Double {
      zip(shares, truth).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    return Part(
      held: truth.indices.map { lower[$0] <= truth[$0] && truth[$0] <= upper[$0] },
      width: zip(lower, upper).reduce(0) { $0 + $1.1 - $1.0 } / Double(world.classes),
      distance: distance(found.estimate), plainDistance: distance(plain.estimate),
      sourceDistance: distance(found.sourcePrior), isApplied: found.isApplied)
  }

  /// Cells of the share that held, of the worst class, of the width and of the distance.
  var firstCells: String {
    String(
      format: covered < 0.93 ? "**%.1f** ± %.1f" : "%.1f ± %.1f", 100 * covered, 100 * coveredError)
      + String(format: " | %.1f | %.2f | %.3f", 100 * worst, 100 * width, distance)
  }

  /// The cells after those.
  var otherCells: String {
    String(format: "%.3f | %.3f | %.0f", plainDistance, sourceDistance, 100 * applied)
  }
}
