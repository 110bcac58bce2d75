public import ArrayFiles

/// Labels of scores: whole numbers, or the names of the scores' columns.
extension PredictionArrays {
  /// - Returns: `[samples]`
  /// - Throws: `FileProblem` for anything but one integer in `0 ..< classes` a sample.
  public static func labels(
    _ path: String, samples: Int, classes: Int
  ) throws(FileProblem) -> [Int] {
    let source = try ArrayFile.read(path, names: PredictionRows.labelNames, isColumn: true)
    try LabelPlaces.check(source, isChosen: ArrayFile.name(in: path) != nil, classNames: nil)
    return try labels(source, samples: samples, classes: classes).labels
  }

  /// Labels, and how they were understood.
  struct FoundLabels {
    /// `[samples]`
    var labels: [Int]
    /// A line each.
    var notes: [String] = []
    /// Doubts that decide whether a figure is right, a line each.
    var warnings: [String] = []
  }

  /// The labels of some rows; a column of the same table is read as the rows were.
  static func labels(
    of rows: PredictionRows, at path: String
  ) throws(FileProblem) -> FoundLabels {
    try labels(
      labelColumn(of: rows, at: path), of: rows, isChosen: ArrayFile.name(in: path) != nil)
  }

  /// The array of the labels of some rows, before its numbers are looked at.
  static func labelColumn(
    of rows: PredictionRows, at path: String
  ) throws(FileProblem) -> LocatedArray {
    let isSame = PredictionRows.isSameFile(path, rows.source.path)
    return try FramedNames.read(in: rows.wordings, holdsNames: { $0.table?.holdsNames == true }) {
      names throws(FileProblem) in
      try ArrayFile.read(
        path, names: PredictionRows.labelNames, isColumn: true, columnNames: names,
        // The header option is the scores'.
        choice: isSame ? TableChoice(header: rows.source.table?.header ?? .automatic) : nil,
        synonyms: PredictionRows.labelWords)
    }
  }

  /// The labels of some rows, as they were found; tables beside each other must have the samples in one order.
  /// - Parameters:
  ///   - source: the labels.
  ///   - rows: their scores.
  ///   - isChosen: whether somebody named the array or the column.
  /// - Returns: a label a row, and how they were understood.
  /// - Throws: `FileProblem` for what are no labels of these rows, and for what can be read in two ways.
  static func labels(
    _ source: LocatedArray, of rows: PredictionRows, isChosen: Bool = false
  ) throws(FileProblem) -> FoundLabels {
    let names = try rows.names(for: source)
    let holdsNames = source.table?.holdsNames == true
    try LabelPlaces.check(
      source, isChosen: isChosen, classNames: holdsNames ? names : rows.classNames)
    let title = LabelTitle(source, of: rows)
    try title?.check()
    var found: FoundLabels
    do throws(FileProblem) {
      found = try labels(
        source, samples: rows.samples, classes: rows.classes,
        classNames: title?.isSecondThatNegates == true ? nil : names)
    } catch {
      throw OtherLength.explained(error, labels: source, scores: rows)
    }
    if holdsNames, let names, let classNames = rows.classNames, names != classNames {
      found.notes.append(
        "\(source.path): the labels \(CSVTable.list(names)) stand for the classes \(CSVTable.list(classNames))"
      )
    }
    // Another warning says of the same classes what is what.
    if found.warnings.isEmpty { found.warnings += title?.warnings ?? [] }
    found.warnings += try UnlabelledColumn.warnings(found.labels, of: rows, from: source)
    if !isChosen { found.warnings += otherWarnings(source, of: rows, besides: found.labels) }
    let isSame = PredictionRows.isSameFile(source.path, rows.source.path)
    try DecodedLabels.check(
      found.labels, source, classNames: rows.classNames,
      besides: isSame ? rows.source.table?.places ?? [] : [])
    guard !isSame else { return found }
    try DecodedLabels.check(found.labels, rows.source, classNames: rows.classNames, areScores: true)
    let order = try SampleOrder.remarks(rows.source, labels: source)
    let left = source.table?.leftNote.map { ["\(source.path): \($0)"] } ?? []
    found.notes = left + found.notes + order.notes
    found.warnings += order.warnings + ownWarnings(of: rows, besides: found.labels, at: source.path)
    if SampleParts.warnings(rows.source).isEmpty {
      found.warnings += SampleParts.warnings(source)
    }
    return found
  }

  static func labels(
    _ source: LocatedArray, samples: Int, classes: Int, classNames: [String]? = nil
  ) throws(FileProblem) -> FoundLabels {
    var source = try oneAxis(source)
    if source.table?.holdsNames == true, let classNames {
      return try named(source, samples: samples, classNames)
    }
    guard source.array.elementType != .bool else {
      return try truthValues(source, samples: samples, classes: classes, classNames)
    }
    var notes: [String] = []
    if let name = try nameInFirstRow(source, samples: samples, classNames) {
      source = source.droppingFirstRow()
      notes = [name]
    }
    guard source.array.count == samples else {
      throw source.problem(
        "\(source.array.count) labels for \(samples) samples\(OtherLength.hint(labels: source))")
    }
    let labels = try integers(source) { source.problem(row: $0, $1) }
    let numbers = classNames.flatMap { NumberedClasses($0) }
    if let positions = try numbers?.positions(of: labels, in: source) {
      return FoundLabels(labels: positions, notes: notes + [byName(source)])
    }
    if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw source.problem(
        row: row,
        "label \(labels[row]); 0 to \(classes - 1) was expected for \(classes) classes"
          + (labels.min() == 1 && labels.max() == classes ? " (do they count from 1?)" : "")
          + (ignored.contains(labels[row])
            ? " (a sample to ignore? Take its row out of scores and labels)"
            : numbers?.advice(for: labels) ?? ""))
    }
    return FoundLabels(
      labels: labels, notes: notes,
      warnings: countingNotes(labels, classes: classes, path: source.path)
        + orderWarnings(source, classNames))
  }

  /// Says of labels without a 0 that they are taken to count from 0; empty for others.
  package static func countingNotes(_ labels: [Int], classes: Int, path: String) -> [String] {
    guard let least = labels.min(), least > 0, classes > 2 else { return [] }
    return [
      "\(path): no label is \(least == 1 ? "0" : "below \(least)"); they are taken to count from 0, and "
        + "are all off by one if they count from 1"
    ]
  }

  /// Says of whole numbers beside names that are in no order which class each is: whoever numbers names by the alphabet, as
  /// picture folders and label encoders do, gets other classes.
  private static func orderWarnings(
    _ source: LocatedArray, _ classNames: [String]?
  ) -> [String] {
    guard let names = classNames, NumberedClasses(names)?.areInOrder != true,
      !KnownClasses.areSorted(names)
    else { return [] }
    let shown = names.enumerated().map { "\($0) is \($1)" }
    return [
      "\(source.path): labels are taken for the classes by position, from 0: \(shown.listed(most: 4, separator: ", ")); "
        + "the classes are not in alphabetical order, in which names are numbered by picture folders and label encoders"
    ]
  }

  /// What to say where the first row of labels, a plain 0, is their column's name; `nil` where it is a label.
  ///
  /// pandas calls a column without a name so. With one line too many it is taken for that beside scores whose columns
  /// pandas numbered as well; elsewhere the line may as well be a label, and another one too many.
  /// - Throws: `FileProblem` with both readings.
  private static func nameInFirstRow(
    _ source: LocatedArray, samples: Int, _ classNames: [String]?
  ) throws(FileProblem) -> String? {
    guard let table = source.table, table.mayBeginWithName, !table.isChosen,
      source.array.count == samples + 1
    else { return nil }
    guard let classNames, KnownClasses.areNumbers(classNames) else {
      throw source.problem(
        "\(samples + 1) lines for \(samples) samples: the first, 0, is a header, as pandas writes it, or "
          + "there is one label too many; say which: \("\(source.path):0".shellWord) takes it for the header, and so does a first line "
          + "that is no number, such as label")
    }
    return
      "\(source.path): the first line, 0, is taken for the column's name, as there are \(samples) samples, whose "
      + "columns are numbered as well"
  }

  /// True and False, or true and false: the second and the first of two classes, unless these are called so.
  private static func truthValues(
    _ source: LocatedArray, samples: Int, classes: Int, _ classNames: [String]?
  ) throws(FileProblem) -> FoundLabels {
    guard classes == 2 else {
      throw source.problem(
        "labels of type bool, True or False, for \(classes) classes; the classes' numbers from 0\(classNames == nil ? "" : " or their names") were expected"
      )
    }
    let found = try titled(
      try integers(source) { source.problem(row: $0, $1) }, in: source, samples: samples,
      "truth values"
    ) { ["false": 0, "true": 1][$0.lowercased()] }
    let numbers = classNames.flatMap { NumberedClasses($0) }
    if let positions = try numbers?.positions(of: found.labels, in: source, areTruthValues: true) {
      return FoundLabels(labels: positions, notes: [byName(source)] + found.notes)
    }
    let names = classNames ?? ["0", "1"]
    return FoundLabels(
      labels: found.labels,
      notes: [
        "\(source.path): False is taken for class 0\(names[0] == "0" ? "" : ", \(names[0])"), True for class "
          + "1\(names[1] == "1" ? "" : ", \(names[1])")"
      ] + found.notes
    )
  }

  /// An array of one number a sample: a leading or trailing axis of extent 1 is one too many.
  static func oneAxis(_ array: NumericArray) -> NumericArray {
    let array = array.shape.count > 1 ? array.droppingLeadingUnitAxis : array
    guard array.shape.count == 2, array.shape[1] == 1 else { return array }
    return NumericArray(
      shape: [array.shape[0]], elementType: array.elementType, bytes: array.bytes)
  }

  private static func oneAxis(_ source: LocatedArray) throws(FileProblem) -> LocatedArray {
    let array = oneAxis(source.array)
    guard array.shape.count == 1 else {
      throw source.problem(
        "shape \(array.shape); one label a sample was expected"
          + (array.shape.count == 2 ? " (one-hot? The place of the 1 in a row is its label)" : ""))
    }
    return source.with(array)
  }

  /// What PyTorch, TensorFlow and makers of segmentation masks write for samples that do not count.
  private static let ignored = [-1, -100, 255]

  private static func byName(_ source: LocatedArray) -> String {
    "\(source.path): labels are taken by the names of the classes"
  }

  /// Labels that were names of classes.
  private static func named(
    _ source: LocatedArray, samples: Int, _ classNames: [String]
  ) throws(FileProblem) -> FoundLabels {
    let found = try titled(
      try integers(source) { source.problem(row: $0, $1) }, in: source, samples: samples,
      "names of classes"
    ) { classNames.firstIndex(of: $0) }
    return FoundLabels(labels: found.labels, notes: [byName(source)] + found.notes)
  }

  /// Labels that are words. Where the first line of a file with nothing else is such a word, it is a label as well if the
  /// number of samples says so; with one line too many it may be the column's name or not.
  private static func titled(
    _ labels: [Int], in source: LocatedArray, samples: Int, _ what: String,
    label: (String) -> Int?
  ) throws(FileProblem) -> FoundLabels {
    var labels = labels
    var notes: [String] = []
    if let table = source.table, !table.isChosen, let title = table.names?.first,
      let first = label(title)
    {
      labels.insert(first, at: 0)
      guard labels.count != samples + 1 else {
        throw source.problem(
          "\(labels.count) \(what) for \(samples) samples: the first line, \(title), is the column's name, "
            + "or there is one label too many; say which, by a first line that is no class, such as label"
        )
      }
      notes.append(
        "\(source.path): the first line, \(title), is taken for a label, as there are \(samples) samples"
      )
    }
    guard labels.count == samples else {
      throw source.problem(
        "\(labels.count) labels for \(samples) samples\(OtherLength.hint(labels: source))")
    }
    return FoundLabels(labels: labels, notes: notes)
  }
}
