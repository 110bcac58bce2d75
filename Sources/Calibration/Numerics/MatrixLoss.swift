/// Weighted mean cross-entropy of softmax(W x + b), with a penalty.
///
/// Small problems are looked at in double precision, sample by sample. In large ones the products with the
/// matrix are blocked and in single precision, everything else, and all sums over samples, in double.
final class MatrixLoss {
  let inputs: Logits
  let labels: [Int]
  let weights: [Double]
  let penalty: QuadraticPenalty
  let total: Double
  let classes: Int
  let products: MatrixProducts
  let isExact: Bool
  /// Whether only some rows shape the steps.
  var isRough: Bool { step > 1 }

  /// Every how manyth row shapes the steps, their number, and the sum of their weights.
  let step: Int
  let bentRows: Int
  let bentTotal: Double
  /// softmax of those rows at the current point, `[bentRows, classes]`, and the place of each largest.
  let probabilities: UnsafeMutableBufferPointer<Float>
  let tops: UnsafeMutableBufferPointer<Int32>
  /// Of a block of rows.
  let block: UnsafeMutableBufferPointer<Float>

  /// What the second derivatives by each class's parameters are multiplied with on both sides, so that rare
  /// classes bend as over all rows; empty where all rows shape the steps.
  var corrections: [Double] = []
  /// Of the second derivatives at the current point, where it was asked for.
  var diagonal: [Double]?

  /// Samples × classes² up to which double precision costs nothing that is felt.
  static let exactSize = 1 << 28
  /// Samples × classes² of the rows that shape the steps, about.
  private static let bentSize = 1 << 33

  /// - Parameters:
  ///   - inputs: finite.
  ///   - labels: one a row.
  ///   - weights: one a row, 0 or more; their sum is above 0.
  ///   - penalty: one strength a parameter; those of the matrix come first, row-major.
  ///   - isExact: whether double precision is used; `nil` where the size should decide.
  init(
    inputs: Logits, labels: [Int], weights: [Double], penalty: QuadraticPenalty,
    isExact: Bool? = nil
  ) {
    self.inputs = inputs
    self.labels = labels
    self.weights = weights
    self.penalty = penalty
    classes = inputs.classes
    let samples = inputs.samples
    let square = classes * classes
    self.isExact = isExact ?? (samples * square <= Self.exactSize)
    total = weights.reduce(0, +)
    var step = max(1, samples * square / Self.bentSize)
    // Rows at equal distances may all have weight 0.
    func weight(_ step: Int) -> Double {
      stride(from: 0, to: samples, by: step).reduce(0) { $0 + weights[$1] }
    }
    if weight(step) <= 0 { step = 1 }
    self.step = step
    bentTotal = weight(step)
    bentRows = (samples + step - 1) / step
    products = MatrixProducts(classes: classes, samples: samples)
    probabilities = .allocate(capacity: bentRows * classes)
    tops = .allocate(capacity: bentRows)
    block = .allocate(capacity: products.blockRows * classes)
  }

  deinit {
    probabilities.deallocate()
    tops.deallocate()
    block.deallocate()
  }

  func move(to point: [Double]) -> (value: Double, gradient: [Double]) {
    diagonal = nil
    var (value, gradient) = isExact ? exact(at: point) : blocked(at: point)
    for index in gradient.indices { gradient[index] /= total }
    value = value / total + penalty.add(at: point, to: &gradient)
    return (value, gradient)
  }

  /// Keeps the probabilities of a row that shapes the steps; `nil` for one that does not count.
  @inline(__always)
  func keep(_ row: UnsafePointer<Double>?, _ index: Int) {
    guard index % step == 0, let base = probabilities.baseAddress else { return }
    let target = base + index / step * classes
    guard let row else {
      target.initialize(repeating: 0, count: classes)
      tops[index / step] = 0
      return
    }
    for column in 0..<classes { target[column] = Float(row[column]) }
    tops[index / step] = Int32(
      truncatingIfNeeded: RowMaximum.find(target, count: classes).index)
  }

  /// Blocks of rows at a distance: where they begin, and the first one's place.
  func forEachBlock(
    step: Int, rows: Int, _ body: (MatrixProducts.Rows, Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    inputs.withUnsafeValues { values in
      guard let base = values.baseAddress, let block = block.baseAddress else { return }
      for begin in stride(from: 0, to: rows, by: products.blockRows) {
        body(
          MatrixProducts.Rows(
            first: base + begin * step * classes, distance: step * classes,
            count: min(products.blockRows, rows - begin)), begin, block)
      }
    }
  }
}
