extension TemperatureCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    guard uniformShare > 0 else {
      return ("return softmax(logits.map { $0 / \(temperature) })", "")
    }
    return (
      """
      return softmax(logits.map { $0 / \(temperature) }).map {
        \(1 - uniformShare) * $0 + \(uniformShare / Double(classes))
      }
      """, ""
    )
  }
}

extension KnowledgeTransferCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    ("return softmax(logits.map { $0 / \(temperature) })", "")
  }
}

extension EnsembleTemperatureCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let scaled = softmax(logits.map { $0 / \(temperature) })
      let plain = softmax(logits)
      return zip(scaled, plain).map {
        \(shares[0]) * $0 + \(shares[1]) * $1 + \(shares[2] / Double(classes))
      }
      """, ""
    )
  }
}

extension VectorCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let inputs = finite(logits)
      return softmax(inputs.indices.map { factors[$0] * inputs[$0] + offsets[$0] })
      """,
      """

      static let factors: [Double] = \(SwiftExport.literal(factors))
      static let offsets: [Double] = \(SwiftExport.literal(offsets))
      """ + "\n" + SwiftExport.finite
    )
  }
}

extension ClassWiseTemperatureCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let inputs = finite(logits)
      return softmax(inputs.indices.map { inputs[$0] / temperatures[$0] })
      """,
      """

      static let temperatures: [Double] = \(SwiftExport.literal(temperatures))
      """ + "\n" + SwiftExport.finite
    )
  }
}

extension MatrixCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    let inputs =
      input == .logits
      ? "let inputs = finite(logits)"
      : "let inputs = softmax(logits).map { max(log($0), -708) }"
    return (
      """
      \(inputs)
      return softmax(
        matrix.indices.map { row in
          var sum = offsets[row]
          for column in inputs.indices { sum += matrix[row][column] * inputs[column] }
          return sum
        })
      """,
      """

      static let matrix: [[Double]] = \(SwiftExport.literal(matrix))
      static let offsets: [Double] = \(SwiftExport.literal(offsets))
      """ + "\n" + SwiftExport.finite
    )
  }
}

extension BetaCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let plain = softmax(logits)
      return renormalized(
        plain.indices.map { label in
          let map = maps[label]
          let score =
            map[0] * log(max(plain[label], 1e-12)) - map[1] * log(max(1 - plain[label], 1e-12))
            + map[2]
          let small = exp(-abs(score))
          return score > 0 ? 1 / (1 + small) : small / (1 + small)
        })
      """,
      """

      /// a, b and c of each class.
      static let maps: [[Double]] = \(SwiftExport.literal(maps.map { [$0.a, $0.b, $0.c] }))
      """ + "\n" + SwiftExport.renormalize
    )
  }
}

extension HistogramCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let plain = softmax(logits)
      return renormalized(
        plain.indices.map { label in
          edges[label].isEmpty ? plain[label] : step(plain[label], edges[label], values[label])
        })
      """,
      """

      /// Upper edges and values of each class's bins; empty for a class that is left as it is.
      static let edges: [[Double]] = \(SwiftExport.literal(maps.map { $0?.upperEdges ?? [] }))
      static let values: [[Double]] = \(SwiftExport.literal(maps.map { $0?.values ?? [] }))
      """ + "\n" + SwiftExport.step + "\n" + SwiftExport.renormalize
    )
  }
}

extension IsotonicCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    func rounded(_ expression: String) -> String {
      precision == .float32 ? "Double(Float(\(expression)))" : expression
    }
    let index = maps.count == 1 ? "0" : "label"
    let kept =
      """

      // The answer stays the answer where the map gives another class as much.
      let top = plain.indices.max { (plain[$0], $1) < (plain[$1], $0) } ?? 0
      let first = values.indices.max { (values[$0], $1) < (values[$1], $0) } ?? 0
      if first != top { values[top] = values[first].nextUp }
      """
    return (
      """
      let plain = softmax(logits.map { $0 / \(temperature) }).map { \(rounded("$0")) }
      \(keepsAnswer ? "var" : "let") values = renormalized(
        plain.indices.map { label in
          let value = interpolated(plain[label], inputs[\(index)], outputs[\(index)])
          return \(rounded("value + 1e-9 * plain[label]"))
        })\(keepsAnswer ? kept : "")
      return values
      """,
      """

      /// Knots of the piecewise linear maps.
      static let inputs: [[Double]] = \(SwiftExport.literal(maps.map(\.inputs)))
      static let outputs: [[Double]] = \(SwiftExport.literal(maps.map(\.outputs)))
      """ + "\n" + SwiftExport.interpolation + "\n" + SwiftExport.renormalize
    )
  }
}

extension ScalingBinningCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    let declarations =
      """

      /// Slope and intercept of each map's sigmoid; empty for a class that is left as it is.
      static let sigmoids: [[Double]] = \(
        SwiftExport.literal(maps.map { $0.map { [$0.slope, $0.intercept] } ?? [] }))
      static let edges: [[Double]] = \(
        SwiftExport.literal(maps.map { $0?.steps.upperEdges ?? [] }))
      static let values: [[Double]] = \(SwiftExport.literal(maps.map { $0?.steps.values ?? [] }))

      static func mapped(_ probability: Double, _ index: Int) -> Double {
        guard !sigmoids[index].isEmpty else { return probability }
        let clipped = min(max(probability, 1e-12), 1 - 1e-12)
        let score = sigmoids[index][0] * log(clipped / (1 - clipped)) + sigmoids[index][1]
        let small = exp(-abs(score))
        return step(
          score > 0 ? 1 / (1 + small) : small / (1 + small), edges[index], values[index])
      }
      """ + "\n" + SwiftExport.step + "\n" + SwiftExport.renormalize
    guard target == .topLabel else {
      return (
        """
        let plain = softmax(logits)
        return renormalized(plain.indices.map { mapped(plain[$0], $0) })
        """, declarations
      )
    }
    return (
      """
      var values = softmax(logits)
      let own = values.indices.max { (values[$0], $1) < (values[$1], $0) } ?? 0
      let confidence = min(max(mapped(values[own], 0), 0), 1)
      let cap = max(confidence * (1 - 1e-12), (1 - confidence) / Double(classes - 1))
      let others = values.indices.filter { $0 != own }
      var mass = others.reduce(0) { $0 + values[$1] }
      var rest = 1 - confidence
      var open = others.count
      for index in others.sorted(by: { values[$0] > values[$1] }) {
        let old = values[index]
        values[index] = min(mass > 0 ? old / mass * rest : rest / Double(open), cap)
        rest -= values[index]
        mass -= old
        open -= 1
      }
      values[own] = confidence
      return values
      """, declarations
    )
  }
}
