/// In double precision, sample by sample.
extension MatrixLoss {
  func exact(at point: [Double]) -> (value: Double, gradient: [Double]) {
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

  func part(
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
}
