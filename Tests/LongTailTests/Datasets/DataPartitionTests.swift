import Testing

@testable import LongTail

private let source = ArtificialSource(
  labels: (0..<4000).map { $0 % 4 }, testLabels: (0..<40).map { $0 % 4 }, classes: 4)

private func partition(
  _ source: ArtificialSource = source, factor: Double? = 10, validation: Double = 0.2,
  calibration: Double = 0, seed: UInt64 = 1
) throws -> DataPartition {
  try DataPartition(
    source: source, imbalanceFactor: try factor.map { try ImbalanceFactor($0) },
    validationFraction: validation, calibrationFraction: calibration, seed: seed)
}

@Test func `the parts divide the selection`() throws {
  let parts = try partition(validation: 0.2, calibration: 0.1)
  let training = parts.training.samples.originalIndices
  let validation = try #require(parts.validation).samples.originalIndices
  let calibration = try #require(parts.calibration).samples.originalIndices
  #expect(
    (training + validation + calibration).sorted() == parts.selection.originalIndices.sorted())
  #expect(parts.publishedCounts == [1000, 464, 215, 100])
  #expect(parts.selection.count == 1779)
  // An independent draw an image: within four standard deviations (16.9 and 12.7) of 356 and 178.
  #expect(abs(validation.count - 356) < 68)
  #expect(abs(calibration.count - 178) < 51)
  #expect(validation.count != 356 || calibration.count != 178)
}

@Test func `an image keeps its role when the selection grows`() throws {
  let small = try partition(factor: 100)
  let large = try partition(factor: 10)
  let inLarge = Set(large.training.samples.originalIndices)
  let common = Set(large.selection.originalIndices)
  for index in small.training.samples.originalIndices where common.contains(index) {
    #expect(inLarge.contains(index))
  }
}

@Test func `the seed decides the hold-out and nothing else`() throws {
  let first = try partition(seed: 1)
  let again = try partition(seed: 1)
  let other = try partition(seed: 2)
  #expect(first.training.samples.originalIndices == again.training.samples.originalIndices)
  #expect(first.training.samples.originalIndices != other.training.samples.originalIndices)
  #expect(first.splitIdentity == other.splitIdentity)
  #expect(first.selection.originalIndices == other.selection.originalIndices)
}

@Test func `without a hold-out nothing is left to validate or calibrate on`() throws {
  let parts = try partition(validation: 0)
  #expect(parts.validation == nil && parts.calibration == nil)
  #expect(parts.training.samples.originalIndices == parts.selection.originalIndices)
}

@Test func `the validation part calibrates unless a part of its own is asked for`() throws {
  let shared = try partition()
  #expect(
    shared.calibration?.samples.originalIndices == shared.validation?.samples.originalIndices)
  let own = try partition(validation: 0, calibration: 0.3)
  #expect(own.validation == nil)
  #expect(try #require(own.calibration).samples.count > 300)
}

@Test func `pictures and labels go together through the division`() throws {
  let parts = try partition()
  for samples in [parts.training.samples, try #require(parts.validation).samples] {
    for position in stride(from: 0, to: samples.count, by: 97) {
      let index = samples.originalIndices[position]
      #expect(samples.labels[position] == index % 4)
      #expect(try pixels(of: samples, at: position)[0] == UInt8(index % 251))
    }
  }
}

@Test func `a class without a training sample is an error that names it`() throws {
  let error = try #require(throws: SettingsError.self) { try partition(factor: 2000) }
  #expect(error.key == "imbalanceFactor")
  #expect(error.problem.contains("class 3 (class 3)"))
  #expect(error.problem.contains("2000"))
  let none = ArtificialSource(labels: [0, 0, 2], testLabels: [0, 1], classes: 3)
  let natural = try #require(throws: DatasetProblem.self) { try partition(none, factor: nil) }
  #expect(natural.description == "class 1 (class 1) has no training sample; every class needs one")
}

@Test func `a class without a validation sample is a warning`() throws {
  let few = ArtificialSource(
    labels: [Int](repeating: 0, count: 500) + [1], testLabels: [0, 1], classes: 2)
  let parts = try partition(few, factor: nil, validation: 0.01)
  #expect(parts.warnings.contains("no validation sample of class 1 (class 1)"))
}

@Test(arguments: [(-0.1, 0.0), (1, 0), (0.6, 0.4), (.nan, 0), (0, 1)])
func `fractions that leave nothing to train on are refused`(
  validation: Double, calibration: Double
) {
  #expect(throws: DatasetProblem.self) {
    try partition(validation: validation, calibration: calibration)
  }
}

@Test func `a source without a test part gives a share of each class`() throws {
  let natural = ArtificialSource(
    labels: [Int](repeating: 0, count: 100) + [Int](repeating: 1, count: 10) + [2, 2],
    classes: 3)
  let parts = try partition(natural, factor: nil, validation: 0)
  #expect(parts.testIsHeldOut)
  #expect(parts.test.samples.classCounts == [20, 2, 1])
  #expect(parts.publishedCounts == [80, 8, 1])
  #expect(parts.splitIdentity.kind == .natural)
  let test = Set(parts.test.samples.originalIndices)
  #expect(test.isDisjoint(with: parts.training.samples.originalIndices))
  // The same test samples for every seed.
  let other = try partition(natural, factor: nil, validation: 0, seed: 99)
  #expect(other.test.samples.originalIndices == parts.test.samples.originalIndices)
}

@Test func `the normalisation is measured on the training part alone`() throws {
  let parts = try partition(validation: 0.5)
  let training = parts.training.samples
  let values = training.originalIndices.map { Double($0 % 251) / 255 }
  let mean = values.reduce(0, +) / Double(values.count)
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  #expect(training.normalization.origin == .measured)
  for channel in 0..<3 {
    #expect(abs(training.normalization.mean[channel] - mean) < 1e-12)
    #expect(abs(training.normalization.deviation[channel] - variance.squareRoot()) < 1e-12)
  }
  #expect(parts.test.samples.normalization == training.normalization)
}

@Test(arguments: [(2.0, "2", "4 (4000 samples"), (200, "200", "250 (500 samples")])
func `an imbalance factor that sub-sampling cannot reach is told`(
  factor: Double, asked: String, found: String
) throws {
  let counts = factor == 2 ? [4000, 1000] : [500, 500]
  let labels = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
  let parts = try partition(
    ArtificialSource(labels: labels, testLabels: [0, 1], classes: 2), factor: factor)
  let told = parts.warnings.filter { $0.contains("imbalance factor of \(asked) was asked for") }
  #expect(told.count == 1 && told[0].contains("that of the selection is \(found)"), "\(told)")
}

@Test func `an imbalance factor that is reached is not told`() throws {
  #expect(try partition(factor: 10).warnings.allSatisfy { !$0.contains("imbalance factor") })
  #expect(try partition(factor: nil).warnings.allSatisfy { !$0.contains("imbalance factor") })
}
