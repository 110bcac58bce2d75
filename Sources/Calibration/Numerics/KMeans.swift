/// Weighted points in clusters, so that the weighted sum of squared distances from the cluster centres is low:
/// Lloyd's algorithm from several starts (k-means++; Arthur and Vassilvitskii, 2007), of which the lowest sum is
/// taken.
struct KMeans {
  /// The cluster of each point, numbered by first appearance.
  let assignments: [Int]
  /// The weighted sum of squared distances.
  let inertia: Double

  /// - Precondition: as many points as clusters or more, all of one length, and a positive weight a point.
  init(points: [[Double]], weights: [Double], clusters: Int, seed: UInt64, starts: Int = 100) {
    precondition(
      points.count >= clusters && clusters >= 1, "\(points.count) points, \(clusters) clusters")
    precondition(weights.count == points.count, "\(weights.count) weights, \(points.count) points")
    let runs = RowChunks.map(rows: starts, columns: points.count * clusters) { range in
      range.map { start -> (assignments: [Int], inertia: Double) in
        var random = SplitMix64(seed: seed &+ UInt64(start) &* 0x1_0000_0001)
        return Self.run(points, weights, Self.start(points, weights, clusters, &random))
      }
    }.flatMap { $0 }
    var best = runs[0]
    for run in runs.dropFirst() where run.inertia < best.inertia { best = run }
    var numbers: [Int: Int] = [:]
    assignments = best.assignments.map { old in
      let number = numbers[old] ?? numbers.count
      numbers[old] = number
      return number
    }
    inertia = best.inertia
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// Centres among the points, each drawn by its distance from those before it.
  private static func start(
    _ points: [[Double]], _ weights: [Double], _ clusters: Int, _ random: inout SplitMix64
  ) -> [[Double]] {
    func drawn(_ masses: [Double]) -> Int {
      var rest = random.uniform() * masses.reduce(0, +)
      for (index, mass) in masses.enumerated() {
        rest -= mass
        if rest < 0 { return index }
      }
      return masses.indices.last { masses[$0] > 0 } ?? masses.count - 1
    }
    var centres = [points[drawn(weights)]]
    while centres.count < clusters {
      let masses = points.indices.map { point in
        weights[point] * (centres.map { distance(points[point], $0) }.min() ?? 0)
      }
      centres.append(points[drawn(masses)])
    }
    return centres
  }

  private static func run(
    _ points: [[Double]], _ weights: [Double], _ start: [[Double]]
  ) -> (assignments: [Int], inertia: Double) {
    var centres = start
    var assignments: [Int] = []
    for _ in 0..<300 {
      let nearest = points.map { point in
        centres.indices.min { distance(point, centres[$0]) < distance(point, centres[$1]) } ?? 0
      }
      guard nearest != assignments else { break }
      assignments = nearest
      for cluster in centres.indices {
        let members = assignments.indices.filter { assignments[$0] == cluster }
        let mass = members.reduce(0) { $0 + weights[$1] }
        guard mass > 0 else { continue }
        centres[cluster] = start[0].indices.map { axis in
          members.reduce(0) { $0 + weights[$1] * points[$1][axis] } / mass
        }
      }
    }
    let inertia = points.indices.reduce(0) {
      $0 + weights[$1] * distance(points[$1], centres[assignments[$1]])
    }
    return (assignments, inertia)
  }
}
