/// A function that is constant on bins: left-open, right-closed, the first one closed, the last one
/// open-ended.
public struct StepMap: Sendable, Codable, Equatable {
  /// Upper edge of each bin, ascending; the last one is not looked at.
  public let upperEdges: [Double]
  /// One for each bin.
  public let values: [Double]

  /// The value at a point.
  func callAsFunction(_ input: Double) -> Double { values[bin(of: input)] }

  /// The leftmost bin whose upper edge is not below the input.
  func bin(of input: Double) -> Int {
    Self.bin(of: input, upperEdges)
  }

  static func bin(of input: Double, _ upperEdges: [Double]) -> Int {
    var low = 0
    var high = upperEdges.count - 1
    while low < high {
      let middle = (low + high) / 2
      if upperEdges[middle] < input { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Upper edges of bins with nearly equal numbers of values: midpoints between neighbouring parts of
  /// the sorted values, and 1; those that coincide count once.
  static func equalMassEdges(_ values: [Double], bins: Int) -> [Double] {
    let sorted = RadixOrder.ascending(values).map { values[Int($0)] }
    // The first (count mod bins) parts hold one more.
    let size = sorted.count / bins
    let longer = sorted.count % bins
    var edges: [Double] = []
    for part in 1..<max(bins, 2) where part < bins {
      let begin = part * size + min(part, longer)
      guard begin > 0, begin < sorted.count else { continue }
      let edge = (sorted[begin - 1] + sorted[begin]) / 2
      if edge > (edges.last ?? -1), edge < 1 { edges.append(edge) }
    }
    return edges + [1]
  }
}
