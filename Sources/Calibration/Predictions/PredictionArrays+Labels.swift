public import ArrayFiles

/// Labels of scores: whole numbers, or the names of the scores' columns.
extension PredictionArrays {
  /// - Returns: `[samples]`
  /// - Throws: `FileProblem` for anything but one integer in `0 ..< classes` a sample.
  public static func labels(
    _ path: String, samples: Int, classes: Int
  ) throws(FileProblem) -> [Int] {
    try labels(
      try ArrayFile.read(path, names: PredictionRows.labelNames, isColumn: true),
      samples: samples, classes: classes
    ).labels
  }

  /// The labels of some rows; a column of the same table is read as the rows were.
  static func labels(
    of rows: PredictionRows, at path: String
  ) throws(FileProblem) -> (labels: [Int], notes: [String]) {
    let isSame = PredictionRows.isSameFile(path, rows.source.path)
    let source = try ArrayFile.read(
      path, names: PredictionRows.labelNames, isColumn: true, columnNames: rows.classNames ?? [],
      choice: TableChoice(header: isSame ? rows.source.table?.header ?? .automatic : .automatic))
    return try labels(source, of: rows)
  }

  /// The labels of some rows, as they were found; tables beside each other must have the samples in one order.
  static func labels(
    _ source: LocatedArray, of rows: PredictionRows
  ) throws(FileProblem) -> (labels: [Int], notes: [String]) {
    let found = try labels(
      source, samples: rows.samples, classes: rows.classes, classNames: rows.classNames)
    guard let table = source.table, !PredictionRows.isSameFile(source.path, rows.source.path) else {
      return found
    }
    let left = table.leftNote.map { ["\(source.path): \($0)"] } ?? []
    return (found.labels, left + found.notes + (try SampleOrder.notes(rows.source, labels: source)))
  }

  static func labels(
    _ source: LocatedArray, samples: Int, classes: Int, classNames: [String]? = nil
  ) throws(FileProblem) -> (labels: [Int], notes: [String]) {
    var source = try oneAxis(source)
    let isTruth = source.array.elementType == .bool
    guard !isTruth || classes == 2 else {
      throw source.problem(
        "labels of type bool, True or False, for \(classes) classes; the classes' numbers from 0 were expected"
      )
    }
    if source.table?.holdsNames == true, let classNames {
      return try named(source, samples: samples, classNames)
    }
    var notes: [String] = []
    if source.table?.mayBeginWithName == true, source.array.count == samples + 1 {
      source = source.droppingFirstRow()
      notes = [
        "\(source.path): the first line, 0, is taken for the column's name, as there are \(samples) samples"
      ]
    }
    guard source.array.count == samples else {
      throw source.problem("\(source.array.count) labels for \(samples) samples")
    }
    let labels = try integers(source) { source.problem(row: $0, $1) }
    let numbers = classNames.flatMap { NumberedClasses($0) }
    if let positions = try numbers?.positions(of: labels, in: source, areTruthValues: isTruth) {
      return (positions, notes + [byName(source)])
    }
    if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw source.problem(
        row: row,
        "label \(labels[row]); 0 to \(classes - 1) was expected for \(classes) classes"
          + (labels.min() == 1 && labels.max() == classes ? " (do they count from 1?)" : "")
          + (numbers?.advice(for: labels) ?? ""))
    }
    return (labels, notes + countingNotes(labels, classes: classes, path: source.path))
  }

  /// Says of labels without a 0 that they are taken to count from 0; empty for others.
  package static func countingNotes(_ labels: [Int], classes: Int, path: String) -> [String] {
    guard let least = labels.min(), least > 0, classes > 2 else { return [] }
    return [
      "\(path): no label is \(least == 1 ? "0" : "below \(least)"); they are taken to count from 0, and "
        + "are all off by one if they count from 1"
    ]
  }

  /// A leading or trailing axis of extent 1 is one too many.
  private static func oneAxis(_ source: LocatedArray) throws(FileProblem) -> LocatedArray {
    var array = source.array
    if array.shape.count > 1 { array = array.droppingLeadingUnitAxis }
    if array.shape.count == 2, array.shape[1] == 1 {
      array = NumericArray(
        shape: [array.shape[0]], elementType: array.elementType, bytes: array.bytes)
    }
    guard array.shape.count == 1 else {
      throw source.problem("shape \(array.shape); one label a sample was expected")
    }
    return source.with(array)
  }

  private static func byName(_ source: LocatedArray) -> String {
    "\(source.path): labels are taken by the names of the classes"
  }

  /// Labels that were names of classes. Where the first line of a file with nothing else is such a name, it is a label
  /// as well if the number of samples says so; with one line too many it may be the column's name or not.
  private static func named(
    _ source: LocatedArray, samples: Int, _ classNames: [String]
  ) throws(FileProblem) -> (labels: [Int], notes: [String]) {
    var labels = try integers(source) { source.problem(row: $0, $1) }
    var notes = [byName(source)]
    if let table = source.table, !table.isChosen, let title = table.names?.first,
      let first = classNames.firstIndex(of: title)
    {
      labels.insert(first, at: 0)
      guard labels.count != samples + 1 else {
        throw source.problem(
          "\(labels.count) names of classes for \(samples) samples: the first line, \(title), is the column's name, "
            + "or there is one label too many; say which, by a first line that is no class, such as label"
        )
      }
      notes.append(
        "\(source.path): the first line, \(title), is taken for a label, as there are \(samples) samples"
      )
    }
    guard labels.count == samples else {
      throw source.problem("\(labels.count) labels for \(samples) samples")
    }
    return (labels, notes)
  }
}
