/// Weighted mean cross-entropy of softmax(W x + b), with a penalty.
///
/// Small problems are looked at in double precision, sample by sample. In large ones the products with the
/// matrix are blocked and in single precision, everything else, and all sums over samples, in double.
final class MatrixLoss: CurvedFunction {
  private let inputs: Logits
  private let labels: [Int]
  private let weights: [Double]
  private let penalty: QuadraticPenalty
  private let total: Double
  private let classes: Int
  private let products: MatrixProducts
  let isExact: Bool
  /// Whether only some rows shape the steps.
  var isRough: Bool { step > 1 }

  /// Every how manyth row shapes the steps, their number, and the sum of their weights.
  private let step: Int
  private let bentRows: Int
  private let bentTotal: Double
  /// softmax of those rows at the current point, `[bentRows, classes]`, and the place of each largest.
  private let probabilities: UnsafeMutableBufferPointer<Float>
  private let tops: UnsafeMutableBufferPointer<Int32>
  /// Of a block of rows.
  private let block: UnsafeMutableBufferPointer<Float>

  /// What the second derivatives by each class's parameters are multiplied with on both sides, so that rare
  /// classes bend as over all rows; empty where all rows shape the steps.
  private var corrections: [Double] = []
  /// Of the second derivatives at the current point, where it was asked for.
  private var diagonal: [Double]?

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

  // MARK: In double precision

  private func exact(at point: [Double]) -> (value: Double, gradient: [Double]) {
    let parts = inputs.withUnsafeValues { values in
      point.withUnsafeBufferPointer { parameters in
        RowChunks.map(rows: inputs.samples, columns: classes * classes) { rows in
          part(rows, values.baseAddress, parameters.baseAddress)
        }
      }
    }
    var value = CompensatedSum()
    var gradient = [Double](repeating: 0, count: point.count)
    for part in parts {
      value += part.value
      for index in gradient.indices { gradient[index] += part.gradient[index] }
    }
    return (value.value, gradient)
  }

  private func part(
    _ rows: Range<Int>, _ base: UnsafePointer<Float>?, _ parameters: UnsafePointer<Double>?
  ) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: classes * classes + classes)
    let input = LaneRow(count: classes)
    let output = LaneRow(count: classes, repeating: -1e30)
    gradient.withUnsafeMutableBufferPointer { gradient in
      guard let base, let parameters, let gradient = gradient.baseAddress else { return }
      for row in rows {
        let weight = weights[row]
        guard weight > 0 else {
          keep(nil, row)
          continue
        }
        input.load(base + row * classes)
        for index in 0..<classes {
          output.scalars[index] =
            parameters[classes * classes + index]
            + DenseRow.dot(parameters + index * classes, input.scalars, count: classes)
        }
        let label = labels[row]
        let ofLabel = output.scalars[label]
        value += weight * (output.becomeSoftmax() - ofLabel)
        keep(output.scalars, row)
        for index in 0..<classes {
          let slope = weight * (output.scalars[index] - (index == label ? 1 : 0))
          DenseRow.add(slope, input.scalars, to: gradient + index * classes, count: classes)
          gradient[classes * classes + index] += slope
        }
        for index in classes..<output.vectors * 4 { output.scalars[index] = -1e30 }
      }
    }
    return (value, gradient)
  }

  /// Keeps the probabilities of a row that shapes the steps; `nil` for one that does not count.
  @inline(__always)
  private func keep(_ row: UnsafePointer<Double>?, _ index: Int) {
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

  // MARK: In blocks

  /// Blocks of rows at a distance: where they begin, and the first one's place.
  private func forEachBlock(
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

  private func blocked(at point: [Double]) -> (value: Double, gradient: [Double]) {
    products.prepare(point.prefix(classes * classes))
    let offsets = Array(point.suffix(classes))
    var value = CompensatedSum()
    var bends = [Double](repeating: 0, count: classes)
    var gradient = [Double](repeating: 0, count: point.count)
    gradient.withUnsafeMutableBufferPointer { gradient in
      guard let gradient = gradient.baseAddress else { return }
      forEachBlock(step: 1, rows: inputs.samples) { rows, begin, block in
        products.scores(of: rows, to: block)
        let parts = RowChunks.map(rows: rows.count, columns: classes) { range in
          slopes(range, begin, block, offsets)
        }
        for part in parts {
          value += part.value
          for index in 0..<classes {
            gradient[classes * classes + index] += part.offsets[index]
            bends[index] += part.bends[index]
          }
        }
        products.add(slopes: block, rows: rows, to: gradient)
      }
    }
    corrections = step > 1 ? corrections(bends) : []
    return (value.value, gradient)
  }

  /// Replaces scores by the derivatives of the loss.
  private func slopes(
    _ range: Range<Int>, _ begin: Int, _ block: UnsafeMutablePointer<Float>, _ offsets: [Double]
  ) -> (value: Double, offsets: [Double], bends: [Double]) {
    let row = LaneRow(count: classes, repeating: -1e30)
    let shifts = LaneRow(offsets)
    let sums = LaneRow(count: classes)
    let bends = LaneRow(count: classes)
    var value = 0.0
    for place in range {
      let target = block + place * classes
      let sample = begin + place
      let weight = weights[sample]
      guard weight > 0 else {
        keep(nil, sample)
        target.initialize(repeating: 0, count: classes)
        continue
      }
      row.load(target)
      for index in classes..<row.vectors * 4 { row.scalars[index] = -1e30 }
      for vector in 0..<row.vectors { row.values[vector] += shifts.values[vector] }
      let label = labels[sample]
      let ofLabel = row.scalars[label]
      value += weight * (row.becomeSoftmax() - ofLabel)
      keep(row.scalars, sample)
      for vector in 0..<row.vectors {
        let p = row.values[vector]
        bends.values[vector] += p * (1 - p) * weight
      }
      row.scalars[label] -= 1
      for vector in 0..<row.vectors {
        row.values[vector] *= weight
        sums.values[vector] += row.values[vector]
      }
      row.store(to: target)
    }
    return (value, sums.array, bends.array)
  }

  /// From Σ weight · p (1 − p) of each class over all rows.
  private func corrections(_ all: [Double]) -> [Double] {
    var shaping = [Double](repeating: 0, count: classes)
    for row in 0..<bentRows {
      let weight = weights[row * step]
      for column in 0..<classes {
        let p = Double(probabilities[row * classes + column])
        shaping[column] += weight * p * (1 - p)
      }
    }
    return all.indices.map { index in
      let ratio = all[index] / total * bentTotal / max(shaping[index], 1e-300)
      return min(max(ratio.squareRoot(), 0.3), 3)
    }
  }

  // MARK: Second derivatives

  func curvature(along given: [Double]) -> [Double] {
    let direction = corrected(given)
    products.prepare(direction.prefix(classes * classes))
    let offsets = Array(direction.suffix(classes))
    var product = [Double](repeating: 0, count: direction.count)
    product.withUnsafeMutableBufferPointer { product in
      guard let product = product.baseAddress else { return }
      forEachBlock(step: step, rows: bentRows) { rows, begin, block in
        products.scores(of: rows, to: block)
        let parts = RowChunks.map(rows: rows.count, columns: classes) { range in
          changes(range, begin, block, offsets)
        }
        for part in parts {
          for index in 0..<classes { product[classes * classes + index] += part[index] }
        }
        products.add(slopes: block, rows: rows, to: product)
      }
    }
    product = corrected(product)
    for index in product.indices { product[index] /= bentTotal }
    penalty.addCurvature(along: given, to: &product)
    return product
  }

  /// Each class's parameters times its correction.
  private func corrected(_ parameters: [Double]) -> [Double] {
    guard !corrections.isEmpty else { return parameters }
    var result = parameters
    for label in 0..<classes {
      for column in 0..<classes { result[label * classes + column] *= corrections[label] }
      result[classes * classes + label] *= corrections[label]
    }
    return result
  }

  /// Replaces changes of the scores by those of the derivatives; returns their sums.
  private func changes(
    _ range: Range<Int>, _ begin: Int, _ block: UnsafeMutablePointer<Float>, _ offsets: [Double]
  ) -> [Double] {
    let change = LaneRow(count: classes)
    let probability = LaneRow(count: classes)
    let shifts = LaneRow(offsets)
    let sums = LaneRow(count: classes)
    for place in range {
      let row = begin + place
      let target = block + place * classes
      change.load(target)
      probability.load(probabilities.baseAddress.unsafelyUnwrapped + row * classes)
      let top = Int(tops[row])
      let ofTop = change.scalars[top] + shifts.scalars[top]
      let weight = weights[row * step]
      // Relative to the most probable class, as in ``ScaledLoss``.
      var mean = LaneRow.Lanes.zero
      for vector in 0..<change.vectors {
        let moved = change.values[vector] + shifts.values[vector] - ofTop
        change.values[vector] = moved
        mean += probability.values[vector] * moved
      }
      let shift = mean.sum()
      for vector in 0..<change.vectors {
        let slope = probability.values[vector] * (change.values[vector] - shift) * weight
        change.values[vector] = slope
        sums.values[vector] += slope
      }
      change.store(to: target)
    }
    return sums.array
  }

  func preconditioned(_ gradient: [Double]) -> [Double] {
    let diagonal = diagonal ?? roughDiagonal()
    self.diagonal = diagonal
    return gradient.indices.map { gradient[$0] / diagonal[$0] }
  }

  /// The diagonal of the second derivatives at the current point: some thousand samples tell the scale.
  private func roughDiagonal() -> [Double] {
    let rough = max(1, bentRows / 4096)
    let rows = (bentRows + rough - 1) / rough
    var sums = [Double](repeating: 0, count: classes * classes + classes)
    var weight = 0.0
    for row in 0..<rows { weight += weights[row * rough * step] }
    sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress, let kept = probabilities.baseAddress else { return }
      forEachBlock(step: step * rough, rows: rows) { rows, begin, block in
        for place in 0..<rows.count {
          let row = (begin + place) * rough
          let weight = weights[row * step]
          for column in 0..<classes {
            let p = Double(kept[row * classes + column])
            let bend = weight * p * (1 - p)
            block[place * classes + column] = Float(bend)
            sums[classes * classes + column] += bend
          }
        }
        products.add(slopes: block, rows: rows, isSquared: true, to: sums)
      }
    }
    let scale = weight > 0 ? 1 / weight : 0
    return sums.indices.map { max(sums[$0] * scale + 2 * penalty.strengths[$0], 1e-12) }
  }
}

/// Dense products of rows in double precision.
enum DenseRow {
  @inline(__always)
  static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sum = LaneRow.Lanes.zero
    var index = 0
    while index + 4 <= count {
      sum +=
        UnsafeRawPointer(a + index).loadUnaligned(as: LaneRow.Lanes.self)
        * UnsafeRawPointer(b + index).loadUnaligned(as: LaneRow.Lanes.self)
      index += 4
    }
    var total = sum.sum()
    while index < count {
      total += a[index] * b[index]
      index += 1
    }
    return total
  }

  /// Adds a multiple of a row to another.
  @inline(__always)
  static func add(
    _ factor: Double, _ a: UnsafePointer<Double>, to b: UnsafeMutablePointer<Double>, count: Int
  ) {
    var index = 0
    while index + 4 <= count {
      let sum =
        UnsafeRawPointer(b + index).loadUnaligned(as: LaneRow.Lanes.self)
        + UnsafeRawPointer(a + index).loadUnaligned(as: LaneRow.Lanes.self) * factor
      UnsafeMutableRawPointer(b + index).storeBytes(of: sum, as: LaneRow.Lanes.self)
      index += 4
    }
    while index < count {
      b[index] += factor * a[index]
      index += 1
    }
  }
}
