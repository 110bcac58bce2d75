import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

struct VennAbersTests {
  @Test func `the probabilities are those of a hand-checked example`() {
    let scores = [0.1, 0.2, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9]
    let labels = [0, 0, 1, 0, 1, 1, 0, 1]
    let map = VennAbersMap(
      VennAbers.points(scores, labels, 1, [Double](repeating: 1, count: 8)))
    for (score, probability) in [
      (0.05, 0.4 / 1.4), (0.2, 0.4), (0.3, 0.4), (0.55, 0.6), (0.95, 1 / 1.4),
    ] {
      #expect(abs(map(score) - probability) < 1e-12, "\(score)")
    }
  }

  @Test func `it is isotonic regression with one more sample, for ties and weights too`() {
    var random = SeededNumbers(seed: 420)
    for _ in 0..<60 {
      let count = Int.random(in: 1...25, using: &random)
      let scores = (0..<count).map { _ in Double(Int.random(in: 0...12, using: &random)) / 16 }
      let labels = scores.map { Double.random(in: 0...1, using: &random) < $0 ? 1 : 0 }
      let isWeighted = Bool.random(using: &random)
      let weights = scores.map { _ in isWeighted ? Double.random(in: 0.2...3, using: &random) : 1 }
      let map = VennAbersMap(VennAbers.points(scores, labels, 1, weights))
      for place in -1...26 {
        let score = Double(max(place, 0)) / 32
        func value(_ label: Double) -> Double {
          IsotonicMap(
            fitting: scores + [score], to: labels.map { Double($0) } + [label],
            weights: weights + [1], resolution: 1e-15)(score)
        }
        let (low, high) = (value(0), value(1))
        #expect(abs(map(score) - high / (1 - low + high)) < 1e-12)
      }
    }
  }

  @Test func `of very many samples, values that nobody can tell apart are one`() {
    var random = SeededNumbers(seed: 421)
    let scores = (0..<40_000).map { _ in Double.random(in: 0...0.01, using: &random) }
    let labels = scores.map { Double.random(in: 0...1, using: &random) < $0 * $0 * 10 ? 1 : 0 }
    let ones = [Double](repeating: 1, count: scores.count)
    let map = VennAbersMap(VennAbers.points(scores, labels, 1, ones))
    // Some 25,000 values without that.
    #expect(map.upper.count < 20_000)
    #expect(map.upper.count > 5_000)
    #expect(map.upper == map.upper.sorted() && map.lower == map.lower.sorted())
    for place in 0...20 {
      let score = Double(place) / 2000
      func value(_ label: Double) -> Double {
        IsotonicMap(
          fitting: scores + [score], to: labels.map { Double($0) } + [label], weights: ones + [1],
          resolution: 1e-15)(score)
      }
      let exact = value(1) / (1 - value(0) + value(1))
      #expect(abs(map(score) - exact) <= 2.1e-4 * exact)
    }
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `Venn-Abers agrees with the reference on CIFAR-10-LT`() throws {
    let fitted = try VennAbers().fitted(to: RealPredictions.longTailed("validation"))
    let test = try RealPredictions.longTailed("test")
    let probabilities = fitted(test.logits)
    let card = try FigureTable(of: Measures.recorded, probabilities, labels: test.labels)
    #expect(abs((card["ece"] ?? 1) - 0.013835) < 2e-6)
    #expect(abs((card["nll"] ?? 9) - 0.445870) < 2e-6)
    #expect(probabilities.values.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func `maps that are inconsistent are refused`() throws {
    let good = VennAbersMap([.init(score: 0.5, weight: 2, positive: 1)])
    #expect(good.flaw(key: "map") == nil)
    for (part, replacement) in [
      (#""lower":["#, #""lower":[-1,"#), (#""upperEdges":["#, #""upperEdges":[0.7,"#),
    ] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let text = String(decoding: try encoder.encode(good), as: UTF8.self)
      let changed = text.replacing(part, with: replacement)
      let map = try JSONDecoder().decode(VennAbersMap.self, from: Data(changed.utf8))
      #expect(
        VennAbersCalibrator(maps: [good, map], warnings: []).flaw?.key.hasPrefix("maps.1.") == true)
    }
  }
}
