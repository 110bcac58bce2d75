import ArrayFiles

/// How learned places of a grid become those of another grid: the two bicubic resizings that programs use. They differ
/// even where the grid grows.
public enum PositionInterpolation: String, Sendable, Codable, CaseIterable {
  /// Keys' kernel with A = −0.75 over four neighbours, those beyond the border being the border's: Hugging Face's ViT, and
  /// its DINOv2 without registers.
  case plain
  /// A = −0.5 over as many neighbours as a place of the new grid covers, weights summing to 1 within the grid: timm,
  /// open_clip, and Hugging Face's DINOv2 with registers.
  case antialias

  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "interpolation")
  }

  /// What each of `count` places along one axis takes of `former` ones: `count` rows of `former` weights.
  func weights(from former: Int, to count: Int) -> [[Double]] {
    let step = Double(former) / Double(count)
    return (0..<count).map { place in
      var row = [Double](repeating: 0, count: former)
      let center = (Double(place) + 0.5) * step
      switch self {
      case .plain:
        let start = center - 0.5
        let first = Int(start.rounded(.down))
        for tap in first - 1...first + 2 {
          row[min(max(tap, 0), former - 1)] += CubicKernel.weight(start - Double(tap), slope: -0.75)
        }
      case .antialias:
        let scale = max(step, 1)
        let low = max(0, Int((center - 2 * scale + 0.5).rounded(.down)))
        let high = min(former, Int((center + 2 * scale + 0.5).rounded(.down)))
        for tap in low..<high {
          row[tap] = CubicKernel.weight((Double(tap) + 0.5 - center) / scale, slope: -0.5)
        }
        let sum = row.reduce(0, +)
        row = row.map { $0 / sum }
      }
      return row
    }
  }

  /// Places `[1, 1 + rows · columns, width]`, the first of them the class token's, for another grid. Computed in
  /// float64, kept as float32 unless they were float64.
  /// - Parameters:
  ///   - places: of a square grid.
  ///   - grid: the new rows and columns.
  /// - Returns: `[1, 1 + rows · columns, width]`.
  func resized(_ places: NumericArray, to grid: (rows: Int, columns: Int)) -> NumericArray {
    let (count, width) = (places.shape[1] - 1, places.shape[2])
    let side = Int(Double(count).squareRoot().rounded())
    guard grid != (side, side) else { return places }
    let values = places.doubles()
    let vertical = weights(from: side, to: grid.rows)
    let horizontal = weights(from: side, to: grid.columns)
    var across = [Double](repeating: 0, count: side * grid.columns * width)
    for row in 0..<side {
      for column in 0..<grid.columns {
        let target = (row * grid.columns + column) * width
        for (tap, weight) in horizontal[column].enumerated() where weight != 0 {
          let source = (1 + row * side + tap) * width
          for d in 0..<width { across[target + d] += weight * values[source + d] }
        }
      }
    }
    var result = [Double](repeating: 0, count: (1 + grid.rows * grid.columns) * width)
    for d in 0..<width { result[d] = values[d] }
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let target = (1 + row * grid.columns + column) * width
        for (tap, weight) in vertical[row].enumerated() where weight != 0 {
          let source = (tap * grid.columns + column) * width
          for d in 0..<width { result[target + d] += weight * across[source + d] }
        }
      }
    }
    let shape = [1, 1 + grid.rows * grid.columns, width]
    return places.elementType == .float64
      ? NumericArray(result, shape: shape) : NumericArray(result.map(Float.init), shape: shape)
  }
}
