import Calibration
import ModelExport

/// A function of one number for each class, made of straight pieces, as operators of a graph: a binary
/// search among all classes' knots at once, then height + slope · (x − after): from 0 on, steep pieces between
/// neighbouring floats would lose all their digits.
struct LookupTable {
  /// A straight piece that holds for inputs above `after`, up to the next piece's; the first also for those below.
  struct Piece {
    let after: Double
    let slope: Double
    /// At `after`.
    let height: Double
  }

  private let pieces: [[Piece]]
  private let classes: Int

  /// - Precondition: a list of pieces for each class, or one for all.
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
    func chosen(_ column: GraphValue) -> GraphValue {
      graph.operation("Gather", [column, place], ["axis": .integer(0)])
    }
    let distances = graph.operation("Sub", [x, chosen(starts)])
    return graph.add(
      graph.multiply(chosen(column({ $0.slope }, padding: 0)), distances),
      chosen(column({ $0.height }, padding: 0)))
  }

  /// Constant before the first and after the last knot, straight between.
  ///
  /// Knots are taken as float32 rounds them, so that a slope fits the distance that a graph sees; of those that it
  /// cannot tell apart, the ends count.
  /// - Parameters:
  ///   - knots: ascending, at least one.
  ///   - heights: one a knot.
  /// - Returns: ascending, one at least.
  static func straightPieces(_ knots: [Double], _ heights: [Double]) -> [Piece] {
    let knots = knots.map { Double(Float($0)) }
    var pieces = [Piece(after: -1, slope: 0, height: heights[0])]
    for index in knots.indices.dropFirst() where knots[index] > knots[index - 1] {
      let slope = (heights[index] - heights[index - 1]) / (knots[index] - knots[index - 1])
      pieces.append(Piece(after: knots[index - 1], slope: slope, height: heights[index - 1]))
    }
    let last = knots.count - 1
    return pieces + [Piece(after: knots[last], slope: 0, height: heights[last])]
  }
}

extension IsotonicMap {
  var pieces: [LookupTable.Piece] { LookupTable.straightPieces(inputs, outputs) }
}

extension StepMap {
  /// One constant a bin.
  var pieces: [LookupTable.Piece] {
    values.indices.map {
      LookupTable.Piece(after: $0 == 0 ? -1 : upperEdges[$0 - 1], slope: 0, height: values[$0])
    }
  }
}

extension VennAbersMap {
  /// A step holds from its edge on; a piece of a table only above where it begins, in float32.
  var lowerPieces: [LookupTable.Piece] {
    lower.indices.map {
      LookupTable.Piece(
        after: $0 == 0 ? -1 : Double(Float(lowerEdges[$0 - 1]).nextDown), slope: 0,
        height: lower[$0])
    }
  }

  /// A step holds above its edge.
  var upperPieces: [LookupTable.Piece] {
    upper.indices.map {
      LookupTable.Piece(
        after: $0 == 0 ? -1 : upperEdges[$0 - 1], slope: 0, height: upper[$0])
    }
  }
}
