/// How confidences are sorted into bins.
///
/// Bins are left-open and right-closed, the first one is closed: each number in [0, 1] is in exactly
/// one.
public enum Binning: Sendable, Codable, Equatable {
  /// Bins of equal width on [0, 1], with edges k / count.
  case equalWidth(Int)
  /// The published codes' bins (MiSLAS, knowledge transfer): as `equalWidth`, but the first bin is open,
  /// so that exactly 0 is in none.
  case equalWidthOpen(Int)
  /// As numpy.histogram and netcal: left-closed, right-open, the last bin closed.
  case equalWidthRightOpen(Int)
  /// As torchmetrics 1.9: left-closed, right-open, and exactly 1 in a bin of its own above the last.
  case equalWidthWithCertain(Int)
  /// Bins of equal size: edges are the sorted values at the ends of equal parts. Equal values are never
  /// parted; edges that coincide count once, so that there may be fewer bins than asked for.
  case equalMass(Int)

  /// Number of bins asked for.
  public var count: Int {
    switch self {
    case .equalWidth(let count), .equalWidthOpen(let count), .equalWidthRightOpen(let count),
      .equalWidthWithCertain(let count), .equalMass(let count):
      count
    }
  }

  /// Edges from 0 to 1, ascending, one more than there are bins.
  /// - Precondition: at least one bin.
  public func edges(for values: [Double]) -> [Double] {
    precondition(count >= 1, "\(count) bins; at least 1 is needed")
    switch self {
    case .equalWidthWithCertain:
      return (0...count).map { Double($0) / Double(count) } + [1]
    case .equalWidth, .equalWidthOpen, .equalWidthRightOpen:
      return (0...count).map { Double($0) / Double(count) }
    case .equalMass:
      guard !values.isEmpty else { return [0, 1] }
      let sorted = values.sorted()
      var edges = [0.0]
      for part in 1..<max(count, 2) where part < count {
        // The last value of the part, so that it is inside: bins are right-closed.
        let last = (part * sorted.count + count - 1) / count - 1
        if last >= 0, sorted[last] > (edges.last ?? 0), sorted[last] < 1 {
          edges.append(sorted[last])
        }
      }
      return edges + [1]
    }
  }

  /// As ``edges(for:)``, with parts of equal weight.
  func edges(for values: [Double], weights: [Double]) -> [Double] {
    guard case .equalMass(let count) = self else { return edges(for: values) }
    let order = RadixOrder.ascending(values)
    let total = weights.compensatedSum()
    var edges = [0.0]
    var passed = CompensatedSum()
    var part = 1
    for place in order {
      passed += weights[Int(place)]
      // The first value at which so many parts are full ends them; a rounding error fills none late.
      let full = Int(passed.value / total * Double(count) * (1 + 1e-12))
      guard full >= part, part < count else { continue }
      part = full + 1
      let value = values[Int(place)]
      if value > (edges.last ?? 0), value < 1 { edges.append(value) }
    }
    return edges + [1]
  }

  /// The bin of a value between these edges; `nil` where the mode leaves it out.
  @inline(__always)
  func bin(of value: Double, edges: [Double]) -> Int? {
    let last = edges.count - 2
    switch self {
    case .equalWidth, .equalWidthOpen:
      if self == .equalWidthOpen(count), value <= 0 { return nil }
      var bin = min(max(Int((value * Double(count)).rounded(.up)) - 1, 0), last)
      // The product may be rounded across an edge.
      while bin < last, value > edges[bin + 1] { bin += 1 }
      while bin > 0, value <= edges[bin] { bin -= 1 }
      return bin
    case .equalWidthRightOpen, .equalWidthWithCertain:
      if self == .equalWidthWithCertain(count), value >= 1 { return last }
      let lastOfWidth = count - 1
      var bin = min(max(Int(value * Double(count)), 0), lastOfWidth)
      while bin < lastOfWidth, value >= edges[bin + 1] { bin += 1 }
      while bin > 0, value < edges[bin] { bin -= 1 }
      return bin
    case .equalMass:
      var low = 0
      var high = last
      while low < high {
        let middle = (low + high) / 2
        if value <= edges[middle + 1] { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  /// How bins are made, in a few signs: `width15/(lo,hi]`.
  public var convention: String {
    switch self {
    case .equalWidth(let count): "width\(count)/(lo,hi]"
    case .equalWidthOpen(let count): "width\(count)/(lo,hi]/first-open"
    case .equalWidthRightOpen(let count): "width\(count)/[lo,hi)"
    case .equalWidthWithCertain(let count): "width\(count)/[lo,hi)/1-apart"
    case .equalMass(let count): "mass\(count)/(lo,hi]"
    }
  }
}

/// Other programs' way to bin confidences, so that their top-label figures come out exactly.
public enum CompatibilityMode: String, Sendable, Codable, CaseIterable {
  /// MiSLAS: left-open bins, the first one open too.
  case mislas
  /// The knowledge-transfer code: as MiSLAS.
  case knowledgeTransfer = "knowledge-transfer"
  case netcal
  case torchmetrics

  /// The other program's bins, `bins` being the number that it would be given.
  public func binning(bins: Int) -> Binning {
    switch self {
    case .mislas, .knowledgeTransfer: .equalWidthOpen(bins)
    case .netcal: .equalWidthRightOpen(bins)
    case .torchmetrics: .equalWidthWithCertain(bins)
    }
  }
}
