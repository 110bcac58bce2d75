import Calibration
import ModelExport

/// A calibrator that can be written as operators of a graph.
protocol ExportableCalibrator: Calibrator {
  /// `[batch, classes]` of probabilities from logits of that shape.
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue
}

extension TemperatureCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.mixed(
      graph.softmax(logits, temperature: temperature), uniformShare: uniformShare, classes: classes)
  }
}

extension BiasCorrectedTemperatureCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let scaled = graph.multiply(logits, graph.scalar(1 / temperature, "inverse"))
    return graph.softmax(graph.add(scaled, graph.row(offsets, "offsets")))
  }
}

extension StructuredCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let inputs = graph.logarithm(
      graph.mixed(
        graph.softmax(logits, temperature: temperature), uniformShare: uniformShare,
        classes: classes))
    guard var matrix = couplings else {
      let scaled = graph.multiply(inputs, graph.row(factors, "factors"))
      return graph.softmax(graph.add(scaled, graph.row(offsets, "offsets")))
    }
    for label in 0..<classes { matrix[label][label] += factors[label] }
    return graph.softmax(
      graph.linear(
        inputs, weight: GraphTensor(matrix.flatMap { $0 }, shape: [classes, classes]),
        bias: GraphTensor(offsets, shape: [classes])))
  }
}

extension KnowledgeTransferCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.softmax(logits, temperature: temperature)
  }
}

extension ClassWiseTemperatureCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.softmax(graph.multiply(logits, graph.row(temperatures.map { 1 / $0 }, "factors")))
  }
}

extension VectorCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let scaled = graph.multiply(logits, graph.row(factors, "factors"))
    return graph.softmax(graph.add(scaled, graph.row(offsets, "offsets")))
  }
}

extension MatrixCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let scores =
      switch input {
      case .logits: logits
      case .logProbabilities: graph.operation("LogSoftmax", [logits], ["axis": .integer(1)])
      }
    return graph.softmax(
      graph.linear(
        scores, weight: GraphTensor(matrix.flatMap { $0 }, shape: [classes, classes]),
        bias: GraphTensor(offsets, shape: [classes])))
  }
}

extension EnsembleTemperatureCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let tempered = graph.multiply(
      graph.softmax(logits, temperature: temperature), graph.scalar(shares[0], "share"))
    let plain = graph.multiply(graph.softmax(logits), graph.scalar(shares[1], "share"))
    return graph.add(
      graph.add(tempered, plain), graph.scalar(shares[2] / Double(classes), "uniform"))
  }
}

extension BetaCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let probabilities = graph.softmax(logits)
    let rest = graph.operation("Sub", [graph.scalar(1, "one"), probabilities])
    func logarithm(_ x: GraphValue) -> GraphValue {
      graph.logarithm(graph.operation("Max", [x, graph.scalar(1e-12, "floor")]))
    }
    let rising = graph.multiply(logarithm(probabilities), graph.row(maps.map(\.a), "rising"))
    let falling = graph.multiply(logarithm(rest), graph.row(maps.map { -$0.b }, "falling"))
    let odds = graph.add(
      graph.add(rising, falling), graph.row(maps.map(\.c), "offsets"))
    return graph.renormalized(graph.operation("Sigmoid", [odds]))
  }
}

extension IsotonicCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let probabilities = graph.softmax(logits, temperature: temperature)
    let table = LookupTable(maps.map(\.pieces), classes: classes)
    // Keeps the order where a map is constant, as the calibrator does.
    let slanted = graph.multiply(probabilities, graph.scalar(1e-9, "slant"))
    let values = graph.renormalized(graph.add(table.export(probabilities, in: graph), slanted))
    guard keepsAnswer else { return values }
    // float32 is too coarse for the slant: the answer gets a unit or two of float32 more than any other.
    let isTop = graph.isTopClass(logits, classes: classes)
    let others = graph.largest(
      graph.operation("Where", [isTop, graph.scalar(0, "top"), values]))
    let above = graph.multiply(others, graph.scalar(1 + 0x1p-23, "above"))
    return graph.operation(
      "Where", [isTop, graph.operation("Max", [values, above]), values])
  }
}

extension HistogramCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let table = LookupTable(
      maps.map { $0?.pieces ?? [LookupTable.Piece(after: 0, slope: 1, height: 0)] },
      classes: classes)
    return graph.renormalized(table.export(graph.softmax(logits), in: graph))
  }
}

extension GroupTemperatureCalibrator: ExportableCalibrator {
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let factors = GraphTensor(groups.map { 1 / temperatures[$0] }, shape: [classes])
    let own = graph.operation(
      "Gather", [graph.constant(factors, "inverses"), graph.topClass(logits)],
      ["axis": .integer(0)])
    return graph.softmax(graph.multiply(logits, own))
  }
}

extension VennAbersCalibrator: ExportableCalibrator {
  /// p₁ / (1 − p₀ + p₁), both looked up in steps.
  func export(_ logits: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let probabilities = graph.softmax(logits)
    let lower = LookupTable(maps.map(\.lowerPieces), classes: classes)
      .export(probabilities, in: graph)
    let upper = LookupTable(maps.map(\.upperPieces), classes: classes)
      .export(probabilities, in: graph)
    let rest = graph.operation("Sub", [graph.scalar(1, "one"), lower])
    return graph.renormalized(graph.operation("Div", [upper, graph.add(rest, upper)]))
  }
}

extension GraphBuilder {
  /// Whether each entry of `[batch, classes]` is the largest of its row, the first of equals.
  func isTopClass(_ rows: GraphValue, classes: Int) -> GraphValue {
    operation(
      "Equal",
      [
        operation(
          "Reshape",
          [
            constant(GraphTensor(Array(0..<classes)), "classes"),
            constant(GraphTensor([1, classes]), "shape"),
          ]),
        topClass(rows),
      ])
  }

  /// The largest of each row: `[batch, 1]`.
  func largest(_ rows: GraphValue) -> GraphValue {
    operation("ReduceMax", [rows], ["axes": .integers([1]), "keepdims": .integer(1)])
  }

  /// The place of the largest of each row, the first of equals: `[batch, 1]` of whole numbers.
  func topClass(_ rows: GraphValue) -> GraphValue {
    operation("ArgMax", [rows], ["axis": .integer(1), "keepdims": .integer(1)])
  }

  fileprivate func softmax(_ logits: GraphValue, temperature: Double) -> GraphValue {
    softmax(temperature == 1 ? logits : multiply(logits, scalar(1 / temperature, "inverse")))
  }

  /// (1 − share) · p + share / classes
  fileprivate func mixed(
    _ probabilities: GraphValue, uniformShare: Double, classes: Int
  ) -> GraphValue {
    guard uniformShare > 0 else { return probabilities }
    return add(
      multiply(probabilities, scalar(1 - uniformShare, "share")),
      scalar(uniformShare / Double(classes), "uniform"))
  }

  /// Rows with sum one, every entry at least 1e-20 before.
  fileprivate func renormalized(_ values: GraphValue) -> GraphValue {
    let floored = operation("Max", [values, scalar(1e-20, "floor")])
    let clipped = operation("Min", [floored, scalar(1, "one")])
    return normalizedToSum(clipped)
  }

  /// Rows divided by their sums.
  func normalizedToSum(_ values: GraphValue) -> GraphValue {
    let sums = operation(
      "ReduceSum", [values, constant(GraphTensor([1]), "axes")], ["keepdims": .integer(1)])
    return operation("Div", [values, sums])
  }
}
