/// How light falls on drops, whose outlines are edges: distances to them, spread evenly, seen from one side.
struct LiquidSurface {
  private let height: Int
  private let width: Int
  private(set) var values: [Float]

  /// - Parameters:
  ///   - liquid: where drops are, and how thick; row by row.
  ///   - height: rows.
  ///   - width: columns.
  init(of liquid: [UInt8], height: Int, width: Int) {
    (self.height, self.width) = (height, width)
    let edges = CannyEdges(liquid, height: height, width: width, low: 50, high: 150)
    values = ChamferDistance.distances(
      to: edges.isEdge, height: height, width: width, largest: 20)
    values = means(values).map { $0.rounded(.towardZero) }
    values = Self.equalized(values.map { UInt8($0) }).map { Float($0) }
    let relief: [Float] = [-2, -1, 0, -1, 1, 1, 0, 1, 2]
    values = sums(values, relief).map { max(0, min(255, $0)) }
    values = means(values).map { $0.rounded(.toNearestOrEven) }
  }

  /// Each pixel as the weighted sum of the 3 × 3 around it; mirrored beyond the edge.
  private func sums(_ old: [Float], _ weights: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: old.count)
    for row in 0..<height {
      for column in 0..<width {
        for (index, weight) in weights.enumerated() {
          let y = PictureEdge.mirror.place(row + index / 3 - 1, of: height)
          let x = PictureEdge.mirror.place(column + index % 3 - 1, of: width)
          result[row * width + column] += weight * old[y * width + x]
        }
      }
    }
    return result
  }

  private func means(_ old: [Float]) -> [Float] {
    sums(old, [Float](repeating: 1, count: 9)).map { $0 / 9 }
  }

  /// Levels changed so that all are about as frequent; a single level stays.
  private static func equalized(_ pixels: [UInt8]) -> [UInt8] {
    var counts = [Int](repeating: 0, count: 256)
    for pixel in pixels { counts[Int(pixel)] += 1 }
    guard let first = counts.firstIndex(where: { $0 > 0 }), counts[first] < pixels.count else {
      return pixels
    }
    let scale = 255 / Float(pixels.count - counts[first])
    var table = [UInt8](repeating: 0, count: 256)
    var passed = 0
    for level in first + 1..<256 {
      passed += counts[level]
      table[level] = UInt8(min(255, (Float(passed) * scale).rounded(.toNearestOrEven)))
    }
    return pixels.map { table[Int($0)] }
  }
}
