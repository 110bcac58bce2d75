/// The two products of a linear layer with as many outputs as inputs, of single-precision matrices in
/// blocks, on all cores. Sums are cut into the same parts whatever the number of cores.
final class MatrixProducts {
  /// Rows that lie at equal distances.
  struct Rows {
    let first: UnsafePointer<Float>
    /// Numbers from a row to the next one.
    let distance: Int
    let count: Int
  }

  /// Inputs and outputs.
  let classes: Int
  /// Rows in one product, at most.
  let blockRows: Int
  private let matrix: PackedLines
  private let block: PackedLines
  /// Rows of the result that one core takes at a time.
  private static let share = 64

  /// - Parameters:
  ///   - classes: inputs and outputs.
  ///   - samples: rows that there are.
  init(classes: Int, samples: Int) {
    self.classes = classes
    // Some megabytes.
    let depth = ProductTile.depth
    blockRows = min(max(depth, (1 << 20) / classes / depth * depth), max(samples, 1))
    matrix = PackedLines(isLeft: false, lines: classes, depth: classes)
    block = PackedLines(isLeft: false, lines: classes, depth: blockRows)
  }

  /// Takes in the matrix of ``scores(of:to:)``, `[outputs, inputs]`, row-major.
  func prepare(_ values: ArraySlice<Double>) {
    let single = values.map { Float($0) }
    matrix.begin(lines: classes, depth: classes)
    single.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      _ = RowChunks.map(matrix.groups) {
        matrix.pack(groups: $0..<$0 + 1, base, ofLine: classes, ofStep: 1)
      }
    }
  }

  /// Rows times the transposed matrix.
  /// - Parameters:
  ///   - rows: `[count, inputs]`, at most ``blockRows``.
  ///   - target: `[count, outputs]`.
  func scores(of rows: Rows, to target: UnsafeMutablePointer<Float>) {
    let size = Self.share
    _ = RowChunks.map((rows.count + size - 1) / size) { part in
      let begin = part * size
      scores(
        Rows(
          first: rows.first + begin * rows.distance, distance: rows.distance,
          count: min(size, rows.count - begin)), to: target + begin * classes)
    }
  }

  private func scores(_ rows: Rows, to target: UnsafeMutablePointer<Float>) {
    let left = PackedLines(isLeft: true, lines: rows.count, depth: ProductTile.depth)
    target.initialize(repeating: 0, count: rows.count * classes)
    for begin in stride(from: 0, to: classes, by: ProductTile.depth) {
      left.begin(lines: rows.count, depth: min(ProductTile.depth, classes - begin))
      left.pack(
        groups: 0..<left.groups, rows.first + begin, ofLine: rows.distance, ofStep: 1)
      forEachTile(left, matrix, from: begin) { row, column, tile in
        for line in 0..<min(ProductTile.rows, rows.count - row) {
          let place = target + (row + line) * classes + column
          for index in 0..<min(ProductTile.columns, classes - column) {
            place[index] += tile[line * ProductTile.columns + index]
          }
        }
      }
    }
  }

  /// Adds the products of each output's slopes and each input, summed over rows.
  /// - Parameters:
  ///   - slopes: `[count, outputs]`
  ///   - rows: `[count, inputs]`, at most ``blockRows``.
  ///   - isSquared: whether the inputs are squared.
  ///   - sums: `[outputs, inputs]`
  func add(
    slopes: UnsafePointer<Float>, rows: Rows, isSquared: Bool = false,
    to sums: UnsafeMutablePointer<Double>
  ) {
    block.begin(lines: classes, depth: rows.count)
    _ = RowChunks.map(block.groups) {
      block.pack(
        groups: $0..<$0 + 1, rows.first, ofLine: 1, ofStep: rows.distance, isSquared: isSquared)
    }
    // As many parts that many cores have something to do.
    let tile = ProductTile.rows
    let size = min(Self.share, max(tile, (classes / 16 + tile - 1) / tile * tile))
    _ = RowChunks.map((classes + size - 1) / size) { part in
      let outputs = part * size..<min((part + 1) * size, classes)
      add(outputs, slopes: slopes, to: sums)
    }
  }

  private func add(
    _ outputs: Range<Int>, slopes: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Double>
  ) {
    let left = PackedLines(isLeft: true, lines: outputs.count, depth: ProductTile.depth)
    for begin in stride(from: 0, to: block.depth, by: ProductTile.depth) {
      left.begin(lines: outputs.count, depth: min(ProductTile.depth, block.depth - begin))
      left.pack(
        groups: 0..<left.groups, slopes + begin * classes + outputs.lowerBound, ofLine: 1,
        ofStep: classes)
      forEachTile(left, block, from: begin) { row, column, tile in
        for line in 0..<min(ProductTile.rows, outputs.count - row) {
          let place = sums + (outputs.lowerBound + row + line) * classes + column
          for index in 0..<min(ProductTile.columns, classes - column) {
            place[index] += Double(tile[line * ProductTile.columns + index])
          }
        }
      }
    }
  }

  /// Every tile of a product, over one part of the depth.
  @inline(__always)
  private func forEachTile(
    _ left: PackedLines, _ right: PackedLines, from begin: Int,
    _ body: (Int, Int, UnsafePointer<Float>) -> Void
  ) {
    withUnsafeTemporaryAllocation(
      of: FloatLanes.self, capacity: ProductTile.rows * ProductTile.columns / 4
    ) { tile in
      guard let tile = tile.baseAddress else { return }
      let scalars = UnsafeMutableRawPointer(tile).assumingMemoryBound(to: Float.self)
      for column in 0..<right.groups {
        let lines = right.group(column, from: begin)
        for row in 0..<left.groups {
          ProductTile.multiply(left.group(row, from: 0), lines, depth: left.depth, to: tile)
          body(row * ProductTile.rows, column * ProductTile.columns, UnsafePointer(scalars))
        }
      }
    }
  }
}
