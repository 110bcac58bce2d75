/// What a fitted linear calibrator multiplies.
enum PredictionInput {
  case plain(LinearInput)
  case mixture(LaplaceMixture.Inputs)

  static let logits = PredictionInput.plain(.logits)

  @inline(__always)
  func copy(
    _ row: UnsafePointer<Float>, _ buffer: borrowing RowBuffer,
    to target: UnsafeMutablePointer<Double>
  ) {
    switch self {
    case .plain(let input): input.copy(row, count: buffer.count, to: target)
    case .mixture(let mixture): mixture.copy(row, buffer, to: target)
    }
  }
}

extension Logits {
  /// softmax(factor ⊙ x + offset).
  func scaled(
    _ input: PredictionInput, factors: [Double], offsets: [Double]
  ) -> Probabilities {
    let scales = LaneRow(factors)
    let shifts = LaneRow(offsets, padding: -1e30)
    let (scale, shift) = (scales.values, shifts.values)
    return softmax(input, rowsAtOnce: 1) { inputs, output, _ in
      for vector in 0..<output.vectors {
        output.values[vector] = inputs.values[vector] * scale[vector] + shift[vector]
      }
    }
  }

  /// softmax(W x + b).
  func multiplied(
    _ input: PredictionInput, matrix: [[Double]], offsets: [Double]
  ) -> Probabilities {
    let flat = matrix.flatMap { $0 }
    return flat.withUnsafeBufferPointer { flat in
      // Several rows at once, so that the matrix is not read anew for each.
      softmax(input, rowsAtOnce: 8) { inputs, output, rows in
        guard let base = flat.baseAddress else { return }
        let width = output.vectors / 8 * LaneRow.Lanes.scalarCount
        for index in 0..<classes {
          for row in 0..<rows {
            output.scalars[row * width + index] =
              offsets[index]
              + DenseRow.dot(
                base + index * classes, inputs.scalars + row * width, count: classes)
          }
        }
        for row in 0..<rows {
          for index in classes..<width { output.scalars[row * width + index] = -1e30 }
        }
      }
    }
  }

  /// softmax of what `body` makes of some rows of inputs; the padding of its output must be very low.
  private func softmax(
    _ input: PredictionInput, rowsAtOnce: Int,
    _ body: (borrowing LaneRow, borrowing LaneRow, Int) -> Void
  ) -> Probabilities {
    let vectors = (classes + LaneRow.Lanes.scalarCount - 1) / LaneRow.Lanes.scalarCount
    let width = vectors * LaneRow.Lanes.scalarCount
    return withUnsafeValues { values in
      Probabilities.filled(samples: samples, classes: classes) { rows, target in
        guard let base = values.baseAddress else { return }
        let buffer = RowBuffer(count: classes)
        let inputs = LaneRow(count: rowsAtOnce * width)
        let output = LaneRow(count: rowsAtOnce * width)
        for begin in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsAtOnce) {
          let count = min(rowsAtOnce, rows.upperBound - begin)
          for row in 0..<count {
            input.copy(
              base + (begin + row) * classes, buffer, to: inputs.scalars + row * width)
          }
          body(inputs, output, count)
          for row in 0..<count {
            LaneRow.softmax(output.values + row * vectors, vectors: vectors)
            (target + (begin + row - rows.lowerBound) * classes).update(
              from: output.scalars + row * width, count: classes)
          }
        }
      }
    }
  }
}
