import ArrayFiles

/// Names of classes that a table gives beside whole-number labels: they say which class each number is, and classes
/// that were numbered in another order than the scores' columns stand show in nothing else.
enum DecodedLabels {
  /// Columns of a table that are looked at, at most.
  private static let mostColumns = 8
  /// What a column with the names of the labels is called, in small letters and without signs between.
  private static let names: Set<String> = [
    "labelname", "labelnames", "name", "names", "class", "classname", "classnames", "classlabel",
    "labeltext",
    "target", "targetname", "category", "categoryname", "species", "truename", "truthname",
  ]

  /// - Parameters:
  ///   - labels: a class a row of the table, by position.
  ///   - source: the column of the table that they were read from.
  ///   - classNames: in class order.
  ///   - columns: further columns that are something else.
  ///   - areClasses: whether every row is a class, so that no column with classes can be anything but their names.
  ///   - areScores: whether the table is that of the scores, whose columns of classes are often predictions: those that
  ///     are called as names are are looked at alone.
  /// - Throws: `FileProblem` where a column of names contradicts the labels, with both readings. A column of classes
  ///   that gives one label several names holds other labels, such as predictions, unless it is called as names are.
  static func check(
    _ labels: [Int], _ source: LocatedArray, classNames: [String]?, besides columns: [Int] = [],
    areClasses: Bool = false, areScores: Bool = false
  ) throws(FileProblem) {
    guard let classNames, let table = source.table, !table.holdsNames,
      !KnownClasses.areNumbers(classNames)
    else { return }
    let lists = ([classNames] + FramedNames.readings(of: classNames).map(\.words)).map {
      Dictionary(zip($0, $0.indices)) { first, _ in first }
    }
    let left = table.leftNames.filter { !columns.contains($0.number) }
    for (number, name) in left.prefix(mostColumns) {
      let title = ScoreColumns.plain(name)
      guard !title.contains("pred"), !title.contains("hat") else { continue }
      let texts = try table.texts(number)
      let positions = lists.lazy.map { list in texts.compactMap { list[$0.text] } }
      guard texts.count == labels.count,
        let found = positions.first(where: { $0.count == texts.count }),
        texts.contains(where: { Double($0.text) == nil }),
        let row = labels.indices.first(where: { labels[$0] != found[$0] }),
        areClasses || names.contains(title) || !areScores && isNaming(found, labels)
      else { continue }
      let wayOut =
        areClasses
        ? "only one of the two columns can say which class a row is for"
        : "\("\(source.path):\(name)".shellWord) takes the names for the labels, and without that column the numbers are "
          + "positions"
      throw source.problem(
        row: row,
        "class '\(classNames[labels[row]])' by the position of its number, counted from 0, and '\(texts[row].text)' by "
          + "column '\(name)', which has a name for it; \(wayOut)")
    }
  }

  /// Whether each label has one name throughout.
  private static func isNaming(_ names: [Int], _ labels: [Int]) -> Bool {
    var known: [Int: Int] = [:]
    for (label, name) in zip(labels, names) {
      if let first = known.updateValue(name, forKey: label), first != name { return false }
    }
    return true
  }
}
