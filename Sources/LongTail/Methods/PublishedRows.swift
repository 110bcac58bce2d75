/// Which row of a published table counts for a task that has none of its own.
enum PublishedRows {
  /// Of numbers of classes that something is published for, at least one, the least that a task's classes fit
  /// in; the largest where there are more of them than in any.
  static func classes(_ published: [Int], for classes: Int) -> Int {
    let ordered = published.sorted()
    return ordered.first { $0 >= classes } ?? ordered[ordered.count - 1]
  }

  /// Of rows that are published for some imbalance factors, that of the nearest one, by ratio.
  static func nearest<Row>(_ rows: [Row], to factor: Double, _ own: (Row) -> Double) -> Row? {
    rows.min { max(own($0) / factor, factor / own($0)) < max(own($1) / factor, factor / own($1)) }
  }
}
