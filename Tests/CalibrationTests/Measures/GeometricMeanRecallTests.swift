import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Geometric mean of recalls.
struct GeometricMeanRecallTests {
  /// Samples of classes of which so many are right.
  private func table(
    _ classes: [(count: Int, hits: Int)], intervals: IntervalChoice = .none
  ) throws -> FigureTable {
    var values: [Double] = []
    var labels: [Int] = []
    for (label, own) in classes.enumerated() {
      for sample in 0..<own.count {
        let answer = sample < own.hits ? label : (label + 1) % classes.count
        values += classes.indices.map { $0 == answer ? 0.6 : 0.4 / Double(classes.count - 1) }
        labels.append(label)
      }
    }
    var settings = MeasureSettings()
    settings.intervals = intervals
    return try FigureTable(
      of: [GeometricMeanRecall()], Probabilities(values, classes: classes.count), labels: labels,
      settings)
  }

  @Test func `recalls of 1, 1/2 and 1/4 give 1/2; a class without samples does not count`() throws {
    let found = try table([(4, 4), (4, 2), (8, 2), (0, 0)])["recall_geometric_mean"]
    #expect(abs((found ?? .nan) - 0.5) < 1e-15)
  }

  @Test func `a class that is never recognised makes it 0, without an interval`() throws {
    let row = try table([(50, 50), (50, 50), (1, 0)], intervals: .formulas).row(
      "recall_geometric_mean")
    #expect(row.value == 0 && row.interval == nil)
  }

  @Test func `it is in every table of figures, and a gate`() throws {
    #expect(Measures.recorded.contains { $0.name == "recall_geometric_mean" })
    let gate = try MeasureGate("recall_geometric_mean<0.6")
    #expect(try gate.failure(of: table([(4, 4), (4, 2), (8, 2)])) != nil)
  }

  @Test func `the interval covers the population's value in at least 93 % of repeats`() throws {
    var random = SeededNumbers(seed: 90)
    let recalls = [0.95, 0.8, 0.6, 0.4, 0.3]
    let counts = [200, 100, 60, 40, 40]
    let truth = exp(recalls.map { log($0) }.reduce(0, +) / 5)
    let repeats = 400
    var covered = 0
    for _ in 0..<repeats {
      let classes = zip(recalls, counts).map { recall, count in
        (count, (0..<count).count { _ in Double.random(in: 0..<1, using: &random) < recall })
      }
      let row = try table(classes, intervals: .formulas).row("recall_geometric_mean")
      let interval = try #require(row.interval)
      #expect(interval.contains(try #require(row.value)))
      if interval.contains(truth) { covered += 1 }
    }
    // 400 repeats are off by 1.1 points: 93 % less two of those.
    #expect(Double(covered) / Double(repeats) >= 0.91)
    #expect(Double(covered) / Double(repeats) <= 0.985)
  }
}
