/// Columns of a table that tell the same classes, `class_id` and `class_name`.
struct AgreeingColumns {
  /// The one that names the classes.
  let label: Int
  /// Those that agree with it.
  let others: [Int]

  /// `nil` unless there are several columns of labels, each value of one goes with one value of every other, and one
  /// of them alone has names.
  /// - Parameters:
  ///   - header: the columns' names.
  ///   - rows: the fields below them.
  init?(_ header: [String], _ rows: [[String]]) {
    let columns = header.indices.filter { ListColumns.namesLabel(header[$0]) }
    guard columns.count > 1, !rows.isEmpty, rows.allSatisfy({ $0.count == header.count }),
      columns.dropFirst().allSatisfy({ Self.agree(columns[0], $0, rows) })
    else { return nil }
    let named = columns.filter { ListColumns.plain(header[$0]).hasSuffix("name") }
    let worded = columns.filter { column in rows.allSatisfy { Double($0[column]) == nil } }
    guard let label = [named, worded].first(where: { $0.count == 1 })?.first else { return nil }
    self.label = label
    others = columns.filter { $0 != label }
  }

  private static func agree(_ first: Int, _ second: Int, _ rows: [[String]]) -> Bool {
    var (forward, backward): ([String: String], [String: String]) = ([:], [:])
    return rows.allSatisfy { row in
      let (one, other) = (row[first], row[second])
      if let known = forward.updateValue(other, forKey: one), known != other { return false }
      if let known = backward.updateValue(one, forKey: other), known != one { return false }
      return true
    }
  }
}
