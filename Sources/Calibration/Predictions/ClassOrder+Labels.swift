import ArrayFiles
import Foundation

extension ClassOrder {
  /// By the numbers or the names in a column of labels.
  func byLabel(
    _ column: String, _ classes: KnownClasses?
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    if classes?.names == nil, let word = try ArrayFile.table(path)?.word(inColumn: column) {
      throw namelessClasses(
        at: "line \(word.line)", "column '\(column)' names the classes ('\(word.text.prefix(40))')",
        classes, expected: "their numbers from 0, or the \(noun) alone in class order,")
    }
    let own = classes?.names ?? []
    let source = try FramedNames.read(
      in: [own] + FramedNames.readings(of: own).map(\.words),
      holdsNames: { $0.table?.holdsNames == true }
    ) { names throws(FileProblem) in
      try ArrayFile.read("\(path):\(column)", names: [], isColumn: true, columnNames: names)
    }
    let written = source.array.doubles()
    let total = classes?.count ?? written.count
    let isTruth = source.array.elementType == .bool
    guard !isTruth || total == 2 else {
      throw source.problem(
        row: 0,
        "True or False, for \(total) classes; the classes' numbers from 0 or their names were expected"
      )
    }
    let byName =
      source.table?.holdsNames == true
      ? nil : try positions(written, classes, in: source, areTruthValues: isTruth)
    let labels = byName ?? written
    var places = [Int?](repeating: nil, count: total)
    for (row, number) in labels.enumerated() {
      guard let label = Int(exactly: number), places.indices.contains(label) else {
        throw source.problem(
          row: row,
          "class \(number == number.rounded() ? String(format: "%.0f", number) : String(number)); 0 to \(total - 1) was "
            + "expected for \(total) classes"
            + (labels.min() == 1 && labels.max() == Double(total) ? " (do they count from 1?)" : "")
        )
      }
      guard places[label] == nil else {
        throw source.problem(row: row, "a second row for \(title(label, classes))\(hint)")
      }
      places[label] = row
    }
    if let label = places.firstIndex(of: nil) {
      throw FileProblem(
        path,
        "column '\(column)' has no row for \(title(label, classes)); one for each of \(total) classes "
          + "was expected")
    }
    try DecodedLabels.check(
      labels.map { Int($0) }, source, classNames: classes?.names, areClasses: true)
    return (
      places.compactMap { $0 },
      [
        "\(path): rows are taken by the "
          + (byName != nil || source.table?.holdsNames == true ? "names" : "numbers")
          + " of the classes in column \(CSVTable.list([column.isEmpty ? column : "'\(column)'"]))"
      ]
    )
  }

  /// The classes of labels that are the numbers in the classes' names; `nil` where they count the classes from 0.
  private func positions(
    _ labels: [Double], _ classes: KnownClasses?, in source: LocatedArray, areTruthValues: Bool
  ) throws(FileProblem) -> [Double]? {
    let whole = labels.compactMap { Int(exactly: $0) }
    guard whole.count == labels.count, let numbers = classes?.names.flatMap({ NumberedClasses($0) })
    else { return nil }
    return try numbers.positions(of: whole, in: source, areTruthValues: areTruthValues)?.map {
      Double($0)
    }
  }

  private func title(_ label: Int, _ classes: KnownClasses?) -> String {
    "class \(label)" + (classes?.names.map { " ('\($0[label])')" } ?? "")
  }
}
