import Testing

@testable import LongTail

@Test(arguments: [(100.0, 100.0, 0.01), (0.01, 100, 0.01), (1, 1, 1), (0.02, 50, 0.02)])
func `a factor and its reciprocal are the same`(
  given: Double, value: Double, reciprocal: Double
) throws {
  let factor = try ImbalanceFactor(given)
  #expect(abs(factor.value - value) < 1e-12 * value)
  #expect(factor.reciprocal == reciprocal)
}

@Test func `both forms are echoed`() throws {
  #expect(try ImbalanceFactor(100).description == "100 (reciprocal 0.01)")
  #expect(try ImbalanceFactor(0.02).description == "50 (reciprocal 0.02)")
}

@Test(arguments: [0.0, -1, -0.5, .nan, .infinity, -.infinity])
func `other numbers are refused`(value: Double) {
  #expect(throws: DatasetProblem.self) { try ImbalanceFactor(value) }
}
