import Testing

@testable import LongTail

/// Held-out samples of rare classes.
struct HoldOutTests {
  private func partition(
    _ counts: [Int], test: Bool = true, validation: Double = 0.2, calibration: Double = 0,
    testFraction: Double = 0.2, seed: UInt64 = 0
  ) throws -> DataPartition {
    let labels = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    return try DataPartition(
      source: ArtificialSource(
        labels: labels, testLabels: test ? Array(counts.indices) : nil, classes: counts.count),
      imbalanceFactor: nil, validationFraction: validation, calibrationFraction: calibration,
      testFraction: testFraction, seed: seed)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `classes of one sample keep it for training`(seed: UInt64) throws {
    let parts = try partition([30, 30, 30] + [Int](repeating: 1, count: 17), seed: seed)
    #expect(parts.training.samples.classCounts.allSatisfy { $0 >= 1 })
    #expect(parts.training.samples.classCounts[3...] == [Int](repeating: 1, count: 17)[...])
    #expect(parts.warnings.contains { $0.contains("no validation sample of class 3 (class 3)") })
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `only the last sample of a class is given back, and no other draw changes`(seed: UInt64)
    throws
  {
    let counts = [40, 2, 3, 1, 2]
    let (validation, calibration) = (0.4, 0.3)
    let parts = try partition(counts, validation: validation, calibration: calibration, seed: seed)
    let samples = parts.selection
    // The roles without the rule.
    let plain = HoldOut(
      validationFraction: validation, calibrationFraction: calibration, seed: seed)
    let alone = samples.labels.indices.map { position in
      // A class that keeps a sample anyway: the rule has nothing to do.
      plain.draw(of: samples.originalIndices[position])
    }
    let trained = Set(parts.training.samples.originalIndices)
    for label in counts.indices {
      let members = samples.labels.indices.filter { samples.labels[$0] == label }
      let drawn = members.filter { alone[$0] >= validation + calibration }
      let expected = drawn.isEmpty ? [members.max { alone[$0] < alone[$1] } ?? 0] : drawn
      #expect(
        Set(expected.map { samples.originalIndices[$0] })
          == trained.intersection(members.map { samples.originalIndices[$0] }))
    }
  }

  @Test func `without a test part a class of one sample stays in training`() throws {
    let parts = try partition([10, 1, 2], test: false, validation: 0)
    #expect(parts.training.samples.classCounts == [8, 1, 1])
    #expect(parts.test.samples.classCounts == [2, 0, 1])
    #expect(parts.warnings.contains("no test sample of class 1 (class 1)"))
    let problem = try #require(throws: DatasetProblem.self) {
      try partition([1, 1], test: false)
    }
    #expect(problem.description.contains("every class has a single sample"))
  }

  @Test func `a test fraction of 0 is refused with its reason`() throws {
    let problem = try #require(throws: DatasetProblem.self) {
      try partition([10, 10], test: false, testFraction: 0)
    }
    #expect(problem.description.contains("no test part of their own"))
  }

  @Test func `where nothing was drawn there is no validation part`() throws {
    let parts = try partition([1, 1, 1])
    #expect(parts.validation == nil && parts.calibration == nil)
    #expect(parts.warnings.contains { $0.contains("no validation sample was drawn") })
    let none = try partition([1, 1, 1], validation: 0.2, calibration: 0.2)
    #expect(!none.hasOwnCalibrationPart)
  }
}
