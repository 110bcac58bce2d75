/// Mean and quartiles in a window that slides over points sorted by x.
package struct RunningQuartiles {
  package struct Stop: Equatable {
    package let x: Double
    package let mean: Double
    package let lower: Double
    package let upper: Double
  }

  package let stops: [Stop]

  /// Takes points ascending in x, all x positive, and computes about as many stops as asked for.
  ///
  /// The window is an eighth of the points, at least five: wide enough to calm classes with a
  /// handful of test samples, narrow enough to follow the tail. It shrinks to a half at the ends.
  package init(_ points: [(x: Double, y: Double)], stops limit: Int) {
    let half = max(5, points.count / 8) / 2
    let step = max(1, points.count / max(limit, 2))
    var middles = Array(stride(from: 0, to: points.count, by: step))
    if let last = middles.last, last != points.count - 1 { middles.append(points.count - 1) }
    let computed = middles.map { middle in
      let part = points[max(0, middle - half)...min(points.count - 1, middle + half)]
      let sorted = part.map(\.y).sorted()
      let quarter = (sorted.count - 1) / 4
      return Stop(
        x: points[middle].x, mean: sorted.reduce(0, +) / Double(sorted.count),
        lower: sorted[quarter], upper: sorted[sorted.count - 1 - quarter])
    }
    stops = Self.merged(computed)
  }

  /// One stop for each x, the mean of those that share it, so that the line never runs upright.
  private static func merged(_ stops: [Stop]) -> [Stop] {
    var merged: [Stop] = []
    var index = 0
    while index < stops.count {
      let alike = stops[index...].prefix { $0.x == stops[index].x }
      let count = Double(alike.count)
      merged.append(
        Stop(
          x: stops[index].x, mean: alike.reduce(0) { $0 + $1.mean } / count,
          lower: alike.reduce(0) { $0 + $1.lower } / count,
          upper: alike.reduce(0) { $0 + $1.upper } / count))
      index += alike.count
    }
    return merged
  }
}
