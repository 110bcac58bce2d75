import ArrayFiles
import Foundation

/// Finds columns of an array of logits that are hardly the scores of a class: a number of the row, a label or a
/// prediction that was put beside them, which has no name to tell.
enum ArrayColumns {
  /// A column whose numbers were whole so far.
  private struct WholeColumn {
    let place: Int
    let first: Double
    /// Whether it is more than one number over and over, as a reference class has.
    var varies = false
    /// Whether it goes up by one from row to row, from 0 or 1.
    var counts: Bool
  }

  /// - Parameters:
  ///   - source: logits, `[samples, classes]`.
  ///   - kind: what the numbers are said to be: probabilities with such a column are none, and are refused as such.
  /// - Throws: `FileProblem` that names the columns and what to do.
  static func check(_ source: LocatedArray, kind: PredictionRows.Kind) throws(FileProblem) {
    let array = source.array
    guard kind == .logits, source.table == nil, array.shape.count == 2, array.shape[0] >= 3,
      array.elementType.isFloatingPoint
    else { return }
    let whole = wholeColumns(array)
    let strange = whole.filter(\.varies)
    // Whole numbers throughout are logits like others.
    guard !strange.isEmpty, hasFractions(array, besides: Set(whole.map(\.place))) else { return }
    let list = strange.map { "column \($0.place)" }.listed(most: 4, separator: " and ")
    let isOne = strange.count == 1
    let what =
      strange.allSatisfy(\.counts)
      ? (isOne ? "counts the rows" : "count the rows")
      : (isOne
        ? "holds whole numbers and the others fractions"
        : "hold whole numbers and the others fractions")
    throw source.problem(
      "\(list), counted from 0, \(what): \(isOne ? "the scores of a class" : "the scores of classes"), or something else "
        + "about the samples (a label, a prediction, a number of the row)? \(advice(strange.map(\.place), array.shape[1])) "
        + "leaves out what are no scores; a table (.csv) with --columns takes them for scores")
  }

  /// How NumPy leaves the columns out.
  static func advice(_ columns: [Int], _ width: Int) -> String {
    switch columns {
    case [0]: "array[:, 1:]"
    case [width - 1]: "array[:, :-1]"
    default:
      "np.delete(array, [\(columns.prefix(8).map(String.init).joined(separator: ", "))\(columns.count > 8 ? ", …" : "")], axis=1)"
    }
  }

  /// Mostly the first rows tell that there are none, and no other is looked at.
  private static func wholeColumns(_ array: NumericArray) -> [WholeColumn] {
    let (rows, width) = (array.shape[0], array.shape[1])
    let type = array.elementType
    let limit = largestFraction(type)
    return array.bytes.withUnsafeBytes { bytes in
      var open: [WholeColumn] = []
      for place in 0..<width {
        let value = number(bytes, place, type)
        guard value.isFinite, value == value.rounded() else { continue }
        open.append(WholeColumn(place: place, first: value, counts: value == 0 || value == 1))
      }
      var row = 1
      while row < rows, !open.isEmpty {
        var kept = 0
        for index in open.indices {
          var column = open[index]
          let value = number(bytes, row * width + column.place, type)
          guard value.isFinite, value == value.rounded() else { continue }
          // Beyond the limit every number of the type is whole.
          if value != column.first, abs(value) < limit, abs(column.first) < limit {
            column.varies = true
          }
          column.counts = column.counts && value == column.first + Double(row)
          open[kept] = column
          kept += 1
        }
        open.removeSubrange(kept...)
        row += 1
      }
      return open
    }
  }

  /// Whether another column has a number that is not whole; NaN and infinities are neither, and told elsewhere.
  private static func hasFractions(_ array: NumericArray, besides whole: Set<Int>) -> Bool {
    let (rows, width) = (array.shape[0], array.shape[1])
    let others = (0..<width).filter { !whole.contains($0) }
    return array.bytes.withUnsafeBytes { bytes in
      (0..<rows).contains { row in
        others.contains {
          let value = number(bytes, row * width + $0, array.elementType)
          return value.isFinite && value != value.rounded()
        }
      }
    }
  }

  private static func largestFraction(_ type: ElementType) -> Double {
    switch type {
    case .float16: 1024
    case .bfloat16: 128
    case .float32: 8_388_608
    default: 4_503_599_627_370_496
    }
  }

  @inline(__always)
  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ type: ElementType
  ) -> Double {
    switch type {
    case .float16:
      Double(
        HalfPrecision.float(
          fromHalf: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)))
    case .bfloat16:
      Double(
        HalfPrecision.float(
          fromBrain: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)))
    case .float32:
      Double(bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self))
    default: bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
    }
  }
}
