import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Intervals of a report.
struct MeasureIntervalsTests {
  private func report(_ change: (inout MeasureSettings) -> Void = { _ in }) throws -> FigureTable {
    var random = SeededNumbers(seed: 82)
    let predictions = random.predictions(samples: 600, classes: 3)
    var settings = MeasureSettings()
    settings.intervals = .all
    settings.resamples = 40
    change(&settings)
    return try FigureTable(
      softmax(predictions.logits), labels: predictions.labels, classCounts: [300, 50, 5], settings)
  }

  private static let without: Set<String> = ["ace", "brier_calibration", "brier_refinement"]

  @Test func `intervals hold the estimate, and are there for all figures but three`() throws {
    for figure in try report().rows {
      guard !Self.without.contains(figure.name) else {
        #expect(figure.interval == nil)
        continue
      }
      let interval = try #require(figure.interval, "\(figure.name)")
      #expect(interval.contains(figure.value ?? .nan), "\(figure.name): \(interval)")
      #expect(interval.upper - interval.lower < 0.5, "\(figure.name): \(interval)")
      #expect(figure.intervalMethod?.isEmpty == false)
    }
  }

  @Test func `no interval leaves the range of its figure, however few the samples`() throws {
    var settings = MeasureSettings()
    settings.intervals = .all
    // The first three are sure and right, the last one is sure and wrong.
    let probabilities = Probabilities(
      [0.99, 0.01, 0.98, 0.02, 0.97, 0.03, 0.999, 0.001], classes: 2)
    let table = try FigureTable(
      probabilities, labels: [0, 0, 0, 1], classCounts: [3, 1], settings)
    for (name, range) in [("nll", 0...Double.infinity), ("brier", 0...2), ("accuracy", 0...1)] {
      let interval = try #require(table.rows.first { $0.name == name }?.interval, "\(name)")
      #expect(range.contains(interval.lower) && range.contains(interval.upper), "\(name)")
    }
    #expect(try #require(table.rows.first { $0.name == "nll" }?.interval).lower == 0)
  }

  @Test
  func `intervals are the same for the same seed, and only drawn ones change with it`() throws {
    let first = try report()
    #expect(try report() == first)
    let other = try report { $0.seed = 1 }
    for (a, b) in zip(first.rows, other.rows) where a.interval != nil {
      let isDrawn = a.intervalMethod?.hasPrefix("bootstrap") == true
      // The debiased error takes off the mean of drawn labels.
      guard a.name != "ece_debiased", a.name != "underconfidence_error" else { continue }
      #expect((a.interval != b.interval) == isDrawn, "\(a.name)")
    }
  }

  @Test func `intervals are drawn for errors in another norm and under a test prior`() throws {
    for change: (inout MeasureSettings) -> Void in [
      { $0.norm = .rootMeanSquare }, { $0.testPrior = .uniform },
    ] {
      let found = try report(change).row("ece")
      #expect(found.intervalMethod?.hasPrefix("bootstrap40/basic") == true)
      #expect(found.interval?.contains(found.value ?? .nan) == true)
    }
  }

  @Test func `intervals of a mean over drawn samples agree with the formula`() throws {
    // In one bin ece is |mean gap|, whose spread the formula for the signed gap knows.
    let found = try report {
      $0.bins = 1
      $0.norm = .rootMeanSquare
      $0.resamples = 1000
    }
    let drawn = try #require(try found.row("ece").interval)
    let formula = try #require(try found.row("signed_gap").interval)
    #expect(abs((drawn.upper - drawn.lower) / (formula.upper - formula.lower) - 1) < 0.1)
  }
}
