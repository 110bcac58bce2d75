import ArrayFiles

/// A column of 0 and 1 that is called by one of two classes says which samples are of that class: its 1 is the class, and
/// not the second one. So does an array of a file.
struct LabelTitle {
  private let source: LocatedArray
  private let title: String
  private let names: [String]
  private let scores: LocatedArray

  /// Labels as they were found, and the rows of their scores; `nil` for labels without a name, for those that are no 0 and
  /// 1, True and False, and for scores of other than two classes with names.
  init?(_ source: LocatedArray, of rows: PredictionRows) {
    let title = source.table == nil ? source.name : source.table?.names?.first ?? ""
    guard let names = rows.classNames, names.count == 2, source.table?.holdsNames != true,
      !title.isEmpty,
      // The first line of labels without a title may be one of them.
      !["true", "false"].contains(title.lowercased()), source.array.shape.count == 1,
      source.array.doubles().allSatisfy({ $0 == 0 || $0 == 1 })
    else { return nil }
    self.source = source
    self.title = title
    self.names = names
    scores = rows.source
  }

  /// - Throws: `FileProblem` with both readings, where the column is called by the first of two classes.
  func check() throws(FileProblem) {
    guard TitledClass.place(title, names) == 0 else { return }
    let areTruthValues = source.array.elementType == .bool
    // True and False are taken by such words, and then mean the same as the title.
    if areTruthValues, TruthWords.numbers(of: names) == [1, 0] { return }
    let one = areTruthValues ? "True" : "1"
    let wayOut =
      scores.table == nil
      ? ""
      : "--columns \(CSVTable.quoted(names[1])),\(CSVTable.quoted(names[0])) puts the columns in that order; "
    throw source.problem(
      "its \(kind) is called '\(title)', so that \(one) may mean the class '\(names[0])'; by position \(one) is "
        + "'\(names[1])'; \(wayOut)\(kind == "column" ? "a column" : "an array") called label is taken by position"
    )
  }

  /// Whether the title is the second class's where its words say that this is the no of a question, as unpaid beside
  /// paid,unpaid: position and title agree.
  var isSecondThatNegates: Bool {
    TruthWords.numbers(of: names) == [1, 0] && TitledClass.place(title, names) == 1
  }

  /// What to say of a column that flags samples, and does not say of what, beside classes whose names do not either.
  var warnings: [String] {
    guard ["flag", "flagged", "positive"].contains(TitledClass.plain(title)),
      NumberedClasses(names) == nil, TitledClass.place(title, names) == nil
    else { return [] }
    return [
      "\(source.path): '\(title)' does not say which class its \(kind) is about; by position 0 is \(names[0]) and 1 is "
        + names[1]
    ]
  }

  private var kind: String { source.table == nil ? "array" : "column" }
}
