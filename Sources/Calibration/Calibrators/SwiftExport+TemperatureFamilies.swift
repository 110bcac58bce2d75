/// The calibrators that refine a temperature.
extension BiasCorrectedTemperatureCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let inputs = finite(logits)
      return softmax(inputs.indices.map { inputs[$0] / \(temperature) + offsets[$0] })
      """,
      """

      static let offsets: [Double] = \(SwiftExport.literal(offsets))
      """ + "\n" + SwiftExport.finite
    )
  }
}

extension GroupTemperatureCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let top = logits.indices.max { (logits[$0], $1) < (logits[$1], $0) } ?? 0
      return softmax(logits.map { $0 / temperatures[groups[top]] })
      """,
      """

      /// Of each group of classes, and the group of each class.
      static let temperatures: [Double] = \(SwiftExport.literal(temperatures))
      static let groups = \(groups)
      """
    )
  }
}

extension StructuredCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    let mixed =
      """
      let inputs = softmax(logits.map { $0 / \(temperature) }).map {
        log(\(1 - uniformShare) * $0 + \(uniformShare / Double(classes)))
      }

      """
    let lists =
      """

      static let factors: [Double] = \(SwiftExport.literal(factors))
      static let offsets: [Double] = \(SwiftExport.literal(offsets))
      """
    guard let couplings else {
      return (
        mixed + "return softmax(inputs.indices.map { factors[$0] * inputs[$0] + offsets[$0] })",
        lists
      )
    }
    return (
      mixed
        + """
        return softmax(
          inputs.indices.map { row in
            var sum = factors[row] * inputs[row] + offsets[row]
            for column in inputs.indices { sum += couplings[row][column] * inputs[column] }
            return sum
          })
        """,
      lists + "\nstatic let couplings: [[Double]] = \(SwiftExport.literal(couplings))"
    )
  }
}

extension TopLabelCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    let guarded =
      keepsAnswer
      ? """
      let share = (others.max() ?? 0) / rest
      new = max(new, min(share / (1 + share) * (1 + 1e-12), 1))

      """ : ""
    return (
      """
      var values = softmax(logits.map { $0 / \(temperature) })
      let top = logits.indices.max { (logits[$0], $1) < (logits[$1], $0) } ?? 0
      let confidence = values[top]
      if !values.indices.contains(where: { $0 != top && values[$0] > 0 }) {
        values = values.map { _ in 1 }
      }
      let others = values.indices.filter { $0 != top }.map { values[$0] }
      let rest = others.reduce(0, +)
      \(keepsAnswer ? "var" : "let") new = interpolated(confidence, confidences, heights)
      \(guarded)let scale = (1 - new) / rest
      values = values.map { $0 * scale }
      values[top] = new
      return values
      """,
      """

      /// Knots of a piecewise linear map.
      static let confidences: [Double] = \(SwiftExport.literal(confidences))
      static let heights: [Double] = \(SwiftExport.literal(values))
      """ + "\n" + SwiftExport.interpolation
    )
  }
}

extension VennAbersCalibrator: SwiftExportable {
  var swiftBody: (statements: String, declarations: String) {
    (
      """
      let plain = softmax(logits)
      return renormalized(
        plain.indices.map { label in
          let before = lowerEdges[label].prefix { $0 <= plain[label] }.count
          let under = upperEdges[label].prefix { $0 < plain[label] }.count
          return upper[label][under] / (1 - lower[label][before] + upper[label][under])
        })
      """,
      """

      /// Isotonic values with the label false and true, and the scores from which each holds.
      static let lowerEdges: [[Double]] = \(SwiftExport.literal(maps.map(\.lowerEdges)))
      static let lower: [[Double]] = \(SwiftExport.literal(maps.map(\.lower)))
      static let upperEdges: [[Double]] = \(SwiftExport.literal(maps.map(\.upperEdges)))
      static let upper: [[Double]] = \(SwiftExport.literal(maps.map(\.upper)))
      """ + "\n" + SwiftExport.renormalize
    )
  }
}
