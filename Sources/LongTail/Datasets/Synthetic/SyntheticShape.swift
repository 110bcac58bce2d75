extension SyntheticClass.Shape {
  /// Distance of a point to the outline, negative inside, for a shape of about unit radius around the
  /// origin; near enough to the true distance for smooth edges.
  ///
  /// Only arithmetic and square roots, which every machine rounds alike.
  func distance(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .disc: length(x, y) - 0.82
    case .square: box(x, y, 0.72, 0.72)
    case .triangle: triangle(x, y)
    case .ring: abs(length(x, y) - 0.62) - 0.26
    case .cross: min(box(x, y, 0.92, 0.3), box(x, y, 0.3, 0.92))
    case .star: star(x, y)
    case .crescent: max(length(x, y) - 0.85, 0.68 - length(x - 0.42, y))
    case .hexagon: max(abs(x) * 0.866_025_4 + abs(y) * 0.5, abs(y)) - 0.76
    case .corner: min(box(x + 0.5, y, 0.3, 0.85), box(x, y - 0.55, 0.8, 0.3))
    case .arch:
      min(
        box(x, y + 0.55, 0.8, 0.28), min(box(x + 0.55, y, 0.26, 0.82), box(x - 0.55, y, 0.26, 0.82))
      )
    }
  }

  private func length(_ x: Double, _ y: Double) -> Double {
    (x * x + y * y).squareRoot()
  }

  private func box(_ x: Double, _ y: Double, _ halfWidth: Double, _ halfHeight: Double) -> Double {
    max(abs(x) - halfWidth, abs(y) - halfHeight)
  }

  /// Equilateral: three half-planes.
  private func triangle(_ x: Double, _ y: Double) -> Double {
    let y = y - 0.12
    return max(abs(x) * 0.866_025_4 - y * 0.5, y) - 0.5
  }

  /// Five points: where at least four of the five lines of a pentagram have the point on their inner side.
  private func star(_ x: Double, _ y: Double) -> Double {
    var largest = -Double.infinity
    var second = -Double.infinity
    // Unit vectors every 72°.
    for (normalX, normalY) in [
      (0, 1), (0.951_056_516, 0.309_016_994), (0.587_785_252, -0.809_016_994),
      (-0.587_785_252, -0.809_016_994), (-0.951_056_516, 0.309_016_994),
    ] {
      let distance = x * normalX + y * normalY - 0.31
      if distance > largest {
        second = largest
        largest = distance
      } else if distance > second {
        second = distance
      }
    }
    return second
  }
}
