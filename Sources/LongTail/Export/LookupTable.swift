import Calibration
import ModelExport

/// A function of one number for each class, made of straight pieces, as operators of a graph: a binary
/// search among all classes' knots at once, then slope · x + intercept.
struct LookupTable {
  /// A straight piece that holds for inputs above `after`, up to the next piece's.
  struct Piece {
    let after: Double
    let slope: Double
    let intercept: Double
  }

  private let pieces: [[Piece]]
  private let classes: Int

  /// - Precondition: a list of pieces for each class, or one for all; each begins below 0.
  init(_ pieces: [[Piece]], classes: Int) {
    precondition(
      pieces.count == classes || pieces.count == 1, "\(pieces.count) maps for \(classes) classes")
    self.pieces = pieces
    self.classes = classes
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let longest = pieces.map(\.count).max() ?? 1
    var size = 1
    while size < longest { size *= 2 }
    func column(_ body: (Piece) -> Double, padding: Double) -> GraphValue {
      let values = pieces.flatMap { own in
        own.map(body) + [Double](repeating: padding, count: size - own.count)
      }
      return graph.constant(GraphTensor(values, shape: [values.count]), "table")
    }
    let starts = column({ $0.after }, padding: .infinity)
    let offsets = (0..<classes).map { pieces.count == 1 ? 0 : $0 * size }
    // The place in the table, for every sample and class: at first each class's own first piece.
    var place = graph.operation(
      "Expand",
      [
        graph.operation(
          "Reshape",
          [
            graph.constant(GraphTensor(offsets), "offsets"),
            graph.constant(GraphTensor([1, classes]), "shape"),
          ]),
        graph.operation("Shape", [x]),
      ])
    var step = size / 2
    while step >= 1 {
      let candidate = graph.add(place, graph.constant(GraphTensor([step]), "step"))
      let start = graph.operation("Gather", [starts, candidate], ["axis": .integer(0)])
      place = graph.operation(
        "Where", [graph.operation("Greater", [x, start]), candidate, place])
      step /= 2
    }
    let slopes = graph.operation(
      "Gather", [column({ $0.slope }, padding: 0), place], ["axis": .integer(0)])
    let intercepts = graph.operation(
      "Gather", [column({ $0.intercept }, padding: 0), place], ["axis": .integer(0)])
    return graph.add(graph.multiply(slopes, x), intercepts)
  }
}

extension IsotonicMap {
  /// Constant before the first and after the last knot, straight between.
  var pieces: [LookupTable.Piece] {
    var result = [LookupTable.Piece(after: -1, slope: 0, intercept: outputs[0])]
    for index in inputs.indices.dropFirst() where inputs[index] > inputs[index - 1] {
      let slope = (outputs[index] - outputs[index - 1]) / (inputs[index] - inputs[index - 1])
      result.append(
        LookupTable.Piece(
          after: inputs[index - 1], slope: slope,
          intercept: outputs[index - 1] - slope * inputs[index - 1]))
    }
    if let last = inputs.last, let output = outputs.last {
      result.append(LookupTable.Piece(after: last, slope: 0, intercept: output))
    }
    return result
  }
}

extension StepMap {
  /// One constant a bin.
  var pieces: [LookupTable.Piece] {
    values.indices.map {
      LookupTable.Piece(after: $0 == 0 ? -1 : upperEdges[$0 - 1], slope: 0, intercept: values[$0])
    }
  }
}

extension VennAbersMap {
  /// A step holds from its edge on; a piece of a table only above where it begins, in float32.
  var lowerPieces: [LookupTable.Piece] {
    lower.indices.map {
      LookupTable.Piece(
        after: $0 == 0 ? -1 : Double(Float(lowerEdges[$0 - 1]).nextDown), slope: 0,
        intercept: lower[$0])
    }
  }

  /// A step holds above its edge.
  var upperPieces: [LookupTable.Piece] {
    upper.indices.map {
      LookupTable.Piece(
        after: $0 == 0 ? -1 : upperEdges[$0 - 1], slope: 0, intercept: upper[$0])
    }
  }
}
