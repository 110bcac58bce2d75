import Calibration
import Reports
import Testing

@Test func `reliability reads its sums off the bins`() {
  let reliability = Reliability([
    ReliabilityBin(lower: 0, upper: 0.5, count: 0, confidence: nil, accuracy: nil),
    ReliabilityBin(lower: 0.5, upper: 0.75, count: 1, confidence: 0.6, accuracy: 1),
    ReliabilityBin(lower: 0.75, upper: 1, count: 3, confidence: 0.9, accuracy: 0.6),
  ])
  // By hand: 1/4 · 0.4 + 3/4 · 0.3 = 0.325; signed: −0.1 + 0.225 = 0.125.
  #expect(abs((reliability.expectedError ?? 0) - 0.325) < 1e-12)
  #expect(abs((reliability.signedGap ?? 0) - 0.125) < 1e-12)
  #expect(reliability.samples == 4)
}

@Test func `reliability without a sample has no figures`() {
  let empty = Reliability([
    ReliabilityBin(lower: 0, upper: 1, count: 0, confidence: nil, accuracy: nil)
  ])
  #expect(empty.expectedError == nil)
  #expect(empty.accuracy == nil)
  #expect(empty.signedGap == nil)
}
