/// Edges of a grey picture (Canny, 1986), with differences over 3 × 3 pixels and |dx| + |dy| as their strength, as OpenCV
/// finds them.
struct CannyEdges {
  /// Whether a pixel is of an edge, row by row.
  let isEdge: [Bool]

  /// - Parameters:
  ///   - pixels: row by row.
  ///   - height: rows.
  ///   - width: columns.
  ///   - low: an edge goes on where the strength is above.
  ///   - high: an edge begins where the strength is above.
  init(_ pixels: [UInt8], height: Int, width: Int, low: Int, high: Int) {
    let gradients = Gradients(pixels, height: height, width: width)
    // 0: no edge; 1: edge if it touches one; 2: edge.
    var marks = [UInt8](repeating: 0, count: pixels.count)
    var open: [Int] = []
    for row in 0..<height {
      for column in 0..<width where gradients.isRidge(row, column, above: low) {
        let place = row * width + column
        marks[place] = gradients.strength(row, column) > high ? 2 : 1
        if marks[place] == 2 { open.append(place) }
      }
    }
    while let place = open.popLast() {
      let (row, column) = (place / width, place % width)
      for y in max(0, row - 1)...min(height - 1, row + 1) {
        for x in max(0, column - 1)...min(width - 1, column + 1)
        where marks[y * width + x] == 1 {
          marks[y * width + x] = 2
          open.append(y * width + x)
        }
      }
    }
    isEdge = marks.map { $0 == 2 }
  }

  /// Sobel's differences; the last pixels go on beyond the edge of the picture.
  private struct Gradients {
    private let height: Int
    private let width: Int
    private var across: [Int] = []
    private var down: [Int] = []

    init(_ pixels: [UInt8], height: Int, width: Int) {
      (self.height, self.width) = (height, width)
      func at(_ row: Int, _ column: Int) -> Int {
        let y = PictureEdge.nearest.place(row, of: height)
        return Int(pixels[y * width + PictureEdge.nearest.place(column, of: width)])
      }
      for y in 0..<height {
        for x in 0..<width {
          across.append(
            at(y - 1, x + 1) + 2 * at(y, x + 1) + at(y + 1, x + 1)
              - at(y - 1, x - 1) - 2 * at(y, x - 1) - at(y + 1, x - 1))
          down.append(
            at(y + 1, x - 1) + 2 * at(y + 1, x) + at(y + 1, x + 1)
              - at(y - 1, x - 1) - 2 * at(y - 1, x) - at(y - 1, x + 1))
        }
      }
    }

    /// 0 beyond the picture.
    func strength(_ row: Int, _ column: Int) -> Int {
      guard 0..<height ~= row, 0..<width ~= column else { return 0 }
      return abs(across[row * width + column]) + abs(down[row * width + column])
    }

    /// Whether no neighbour in the direction of the steepest change is stronger.
    func isRidge(_ row: Int, _ column: Int, above low: Int) -> Bool {
      let own = strength(row, column)
      guard own > low else { return false }
      let (x, y) = (across[row * width + column], down[row * width + column])
      // The tangent of 22.5° in 15 bits after the point; that of 67.5° is larger by 2.
      let flat = abs(x) * 13_573
      let steep = flat + abs(x) << 16
      let height = abs(y) << 15
      if height < flat {
        return own > strength(row, column - 1) && own >= strength(row, column + 1)
      }
      if height > steep {
        return own > strength(row - 1, column) && own >= strength(row + 1, column)
      }
      let side = (x < 0) != (y < 0) ? -1 : 1
      return own > strength(row - 1, column - side) && own > strength(row + 1, column + side)
    }
  }
}
