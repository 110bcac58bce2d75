import ArrayFiles

/// Labels that stand twice, and differ.
extension PredictionArrays {
  /// Says in how many rows labels differ from those that the scores' own table has in a column.
  static func ownWarnings(
    of rows: PredictionRows, besides labels: [Int], at path: String
  ) -> [String] {
    guard
      let column = rows.source.table?.leftNames.first(where: {
        PredictionRows.labelNames.contains($0.name.lowercased())
      }),
      // What cannot be read as labels of these classes says nothing about them.
      let own = try? Self.labels(of: rows, at: rows.source.path).labels, own.count == labels.count
    else { return [] }
    return difference(of: labels, from: own).map {
      [
        "\(path): the labels differ from those in column '\(column.name)' of \(rows.source.path) \($0); those of \(path) are "
          + "taken"
      ]
    } ?? []
  }

  /// Says in how many rows the column `label` of a table differs from one that another word calls the labels.
  /// - Parameters:
  ///   - source: the column that was taken, and that nobody chose.
  ///   - rows: the scores.
  ///   - labels: what was read from it.
  /// - Returns: a line for each such column; nothing of those that cannot be read as labels of these classes.
  static func otherWarnings(
    _ source: LocatedArray, of rows: PredictionRows, besides labels: [Int]
  ) -> [String] {
    guard let table = source.table, let own = table.names?.first,
      PredictionRows.labelNames.contains(own.lowercased())
    else { return [] }
    let isSame = PredictionRows.isSameFile(source.path, rows.source.path)
    let scores = isSame ? rows.source.table?.places ?? [] : []
    return table.leftNames.compactMap { number, name in
      guard PredictionRows.labelWords.contains(name.lowercased()), !scores.contains(number),
        let column = try? labelColumn(of: rows, at: "\(source.path):\(name)"),
        let others = try? Self.labels(
          column, samples: rows.samples, classes: rows.classes, classNames: rows.names(for: column)
        ).labels, let differences = difference(of: labels, from: others)
      else { return nil }
      return
        "\(source.path): its columns '\(own)' and '\(name)' are both called as labels are, and differ \(differences); "
        + "'\(own)' is taken, \("\(source.path):\(name)".shellWord) takes the other"
    }
  }

  /// Where labels are not others, as "in 2 of 10 rows, first in row 1"; `nil` for the same.
  private static func difference(of labels: [Int], from others: [Int]) -> String? {
    let differing = labels.indices.filter {
      !others.indices.contains($0) || labels[$0] != others[$0]
    }
    return differing.first.map {
      "in \(differing.count) of \(labels.count) rows, first in row \($0 + 1)"
    }
  }
}
