import Foundation

/// The weights that knowledge transfer gave to validation samples of tail classes, summed up.
public struct TailWeights: Sendable, Codable, Equatable {
  /// The weights of one class.
  public struct OfClass: Sendable, Codable, Equatable {
    /// The class.
    public let label: Int
    /// Validation samples.
    public let samples: Int
    /// `nil` without samples.
    public let mean: Double?
    /// The smallest weight, after clipping; `nil` without samples.
    public let smallest: Double?
    /// The largest weight, after clipping; `nil` without samples.
    public let largest: Double?
    /// Samples whose weight was raised to the lowest that is possible.
    public let clippedBelow: Int
    /// Samples whose weight was lowered to the highest that is possible.
    public let clippedAbove: Int
  }

  /// In the order of the tail classes.
  public let ofClass: [OfClass]
  /// Edges of the histogram, at equal ratios from the lowest to the highest possible weight.
  public let edges: [Double]
  /// Samples of tail classes between neighbouring edges; the last one included.
  public let counts: [Int]

  /// Mean over all tail samples; `nil` without any.
  public var mean: Double? {
    let samples = ofClass.reduce(0) { $0 + $1.samples }
    guard samples > 0 else { return nil }
    return ofClass.reduce(0) { $0 + ($1.mean ?? 0) * Double($1.samples) } / Double(samples)
  }

  init(importance: FeatureTransfer.Importance, labels: [Int], lowest: Double, highest: Double) {
    let rowsOfClass = Dictionary(grouping: labels.indices) { labels[$0] }
    ofClass = importance.tailClasses.map { label in
      let rows = rowsOfClass[label] ?? []
      let weights = rows.map { importance.weights[$0] }
      return OfClass(
        label: label, samples: rows.count,
        mean: rows.isEmpty ? nil : weights.compensatedSum() / Double(rows.count),
        smallest: weights.min(), largest: weights.max(),
        clippedBelow: rows.count { importance.unclipped[$0] < lowest },
        clippedAbove: rows.count { importance.unclipped[$0] > highest })
    }
    let bins = 24
    let ratio = highest / lowest
    edges = (0...bins).map { lowest * pow(ratio, Double($0) / Double(bins)) }
    var counts = [Int](repeating: 0, count: bins)
    for label in importance.tailClasses {
      for row in rowsOfClass[label] ?? [] {
        let place = ratio > 1 ? log(importance.weights[row] / lowest) / log(ratio) : 0
        counts[min(max(Int(place * Double(bins)), 0), bins - 1)] += 1
      }
    }
    self.counts = counts
  }
}
