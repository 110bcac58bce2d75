import Calibration
import ModelExport

/// The map of the answer's confidence as operators of a graph.
///
/// It is looked up by what the other classes have, 1 − confidence: near 0 float32 tells apart what it cannot near 1.
extension TopLabelCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let scaled =
      temperature == 1 ? logits : graph.multiply(logits, graph.scalar(1 / temperature, "inverse"))
    let isTop = graph.isTopClass(logits, classes: classes)
    func withoutTop(_ rows: GraphValue, _ instead: Double) -> GraphValue {
      graph.operation("Where", [isTop, graph.scalar(instead, "top"), rows])
    }
    let rest = graph.operation(
      "ReduceSum",
      [withoutTop(graph.softmax(scaled), 0), graph.constant(GraphTensor([1]), "axes")],
      ["keepdims": .integer(1)])
    var confidence = LookupTable([pieces], classes: 1).export(rest, in: graph)
    let shares = othersShares(scaled, withoutTop(scaled, Self.excluded), isTop, in: graph)
    if keepsAnswer {
      let second = graph.largest(shares)
      let least = graph.operation(
        "Div", [second, graph.add(second, graph.scalar(1, "one"))])
      // A few of float32's units more than the second class, as far as one can be.
      let above = graph.multiply(least, graph.scalar(1 + 3e-7, "above"))
      confidence = graph.operation(
        "Max", [confidence, graph.operation("Min", [above, graph.scalar(1, "one")])])
    }
    let left = graph.operation("Sub", [graph.scalar(1, "one"), confidence])
    return graph.operation("Where", [isTop, confidence, graph.multiply(shares, left)])
  }

  /// Stands for the logit of the answer where the other classes are among themselves.
  private static let excluded = -1e30
  /// e^−x is 0 for the calibrator from here on; it then knows nothing of the other classes.
  private static let leastGap = 708.0

  /// What each other class has of what all of them have, 0 for the answer: `[batch, classes]`.
  private func othersShares(
    _ scaled: GraphValue, _ others: GraphValue, _ isTop: GraphValue, in graph: GraphBuilder
  ) -> GraphValue {
    let gap = graph.operation("Sub", [graph.largest(scaled), graph.largest(others)])
    let even = graph.operation(
      "Where",
      [isTop, graph.scalar(0, "top"), graph.scalar(1 / Double(max(classes - 1, 1)), "even")])
    return graph.operation(
      "Where",
      [
        graph.operation("Greater", [gap, graph.scalar(Self.leastGap, "gap")]), even,
        graph.softmax(others),
      ])
  }

  /// Of 1 − confidence, ascending.
  private var pieces: [LookupTable.Piece] {
    LookupTable.straightPieces(confidences.reversed().map { 1 - $0 }, values.reversed())
  }
}
