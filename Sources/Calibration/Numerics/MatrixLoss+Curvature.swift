/// Second derivatives, from the rows that shape the steps.
extension MatrixLoss: CurvedFunction {
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
  func corrected(_ parameters: [Double]) -> [Double] {
    guard !corrections.isEmpty else { return parameters }
    var result = parameters
    for label in 0..<classes {
      for column in 0..<classes { result[label * classes + column] *= corrections[label] }
      result[classes * classes + label] *= corrections[label]
    }
    return result
  }

  /// Replaces changes of the scores by those of the derivatives; returns their sums.
  func changes(
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
  func roughDiagonal() -> [Double] {
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
