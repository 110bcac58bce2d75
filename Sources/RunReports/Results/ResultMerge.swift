import LongTail

/// What stands of a table, and what was measured anew: sittings on several machines add up.
///
/// A run takes the place of another one only where it has more epochs, or was made by the same settings from the same
/// samples. Rows of a run stay together.
struct ResultMerge {
  /// All rows that stand afterwards.
  private(set) var results: [CellResult]
  /// Names of the new runs that stand among them.
  private(set) var taken: Set<String> = []
  /// Why new runs do not, a sentence each.
  private(set) var kept: [String] = []

  /// - Parameters:
  ///   - old: what stands.
  ///   - new: what was measured, of the same table.
  init(_ old: [CellResult], adding new: [CellResult]) {
    results = old
    var names: [String] = []
    for result in new where !names.contains(result.run.name) { names.append(result.run.name) }
    for name in names { add(new.filter { $0.run.name == name }) }
  }

  /// Rows of one run.
  private mutating func add(_ rows: [CellResult]) {
    guard let run = rows.first?.run else { return }
    func isRival(_ other: CellResult) -> Bool {
      other.run.name == run.name
        || rows.contains { $0.place == other.place && $0.run.seed == other.run.seed }
    }
    let rivals = results.filter(isRival)
    if let better = rivals.first(where: { !Self.gives(way: $0.run, to: run) }) {
      let length = better.run.length == 1 ? "1 epoch" : "\(better.run.length) epochs"
      kept.append(
        "\(run.name): the results keep the run of \(length) that began \(better.run.begun); this one has "
          + "\(run.length), and other settings")
      return
    }
    // The same run told again keeps what it was built from: the program may have changed since.
    let same = rivals.first {
      $0.run.begun == run.begun && $0.run.identity == run.identity && !$0.run.commit.isEmpty
    }
    results.removeAll(where: isRival)
    results += rows.map { row in
      var row = row
      if let same { row.run.commit = same.run.commit }
      return row
    }
    taken.insert(run.name)
  }

  private static func gives(way old: RunResult, to new: RunResult) -> Bool {
    new.length > old.length || new.identity == old.identity
  }
}
