/// In blocks of rows, products with the matrix in single precision.
extension MatrixLoss {
  func blocked(at point: [Double]) -> (value: Double, gradient: [Double]) {
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
  func slopes(
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
  func corrections(_ all: [Double]) -> [Double] {
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
}
