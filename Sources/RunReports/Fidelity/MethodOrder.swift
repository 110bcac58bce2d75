import LongTail
import Reports

/// Whether the methods of a column stand in the published order, where the published gap is above two points of accuracy
/// and both were measured at their whole length.
struct MethodOrder: Equatable {
  /// Two methods that stand the other way round here.
  struct Reversal: Equatable {
    /// The row that is published as the better one.
    let better: String
    let worse: String
    /// Points between them.
    let published: Double
    /// Points between them here, 0 or less.
    let measured: Double
  }

  /// Points of accuracy above which a published gap counts.
  static let gap = 2.0

  let table: String
  let column: String
  /// How many pairs have such a gap.
  let pairs: Int
  let reversals: [Reversal]

  /// Of each column that has a pair, in the order of the cells.
  static func found(in cells: [FidelityCell]) -> [MethodOrder] {
    var columns: [CellPlace] = []
    func column(_ cell: FidelityCell) -> CellPlace {
      CellPlace(table: cell.place.table, row: "", column: cell.place.column)
    }
    for cell in cells where !columns.contains(column(cell)) { columns.append(column(cell)) }
    return columns.compactMap { place in
      order(cells.filter { column($0) == place }, of: place)
    }
  }

  private static func order(_ cells: [FidelityCell], of place: CellPlace) -> MethodOrder? {
    let rows = cells.compactMap { cell -> (row: String, published: Double, measured: Double)? in
      guard !cell.isShortened, let published = cell.published.accuracy,
        let measured = cell.measured
      else { return nil }
      return (cell.place.row, published, measured.accuracy.mean * 100)
    }
    var pairs = 0
    var reversals: [Reversal] = []
    for better in rows {
      for worse in rows where better.published - worse.published > gap + 1e-9 {
        pairs += 1
        guard better.measured <= worse.measured else { continue }
        reversals.append(
          Reversal(
            better: better.row, worse: worse.row, published: better.published - worse.published,
            measured: better.measured - worse.measured))
      }
    }
    return pairs == 0
      ? nil
      : MethodOrder(
        table: place.table, column: place.column, pairs: pairs, reversals: reversals)
  }
}
