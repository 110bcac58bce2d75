import ArrayFiles

/// Whether files that lie beside each other have their samples in one order, by the values of the columns that neither
/// uses, and of arrays beside them that tell samples apart: ids, file names, an index. Rows belong together line by
/// line; nothing else would show that they do not.
enum SampleOrder {
  /// Columns of a table that are compared, at most, beside those that are called as keys are.
  private static let mostColumns = 8

  /// - Parameters:
  ///   - scores: scores.
  ///   - labels: their labels or features, with as many rows.
  /// - Returns: what to say, a line each: of a column of one name that has other values in the two, and, as doubts, of an
  ///   index out of order that the other file has not.
  /// - Throws: `FileProblem` where columns, whatever they are called, have the same values in another order, and where
  ///   keys of one name, or words that are mostly the same, are of other samples.
  static func remarks(
    _ scores: LocatedArray, labels: LocatedArray
  ) throws(FileProblem) -> (notes: [String], warnings: [String]) {
    guard !areTogether(scores, labels) else { return ([], []) }
    // A leading axis of extent 1 is one too many.
    let samples = scores.array.shape.first { $0 != 1 } ?? 1
    let mine = try keys(of: labels, samples: samples)
    let theirs = try keys(of: scores, samples: samples)
    let pairs = mine.flatMap { own in
      theirs.filter(own.meets).map { (own, $0, own.relation(to: $0)) }
    }
    let same = pairs.filter { $0.2 == .same }
    let settled = (mine: Set(same.map(\.0.number)), theirs: Set(same.map(\.1.number)))
    // Keys that agree row by row say all; a mere count of the rows says only that both were counted.
    let isSettled = same.contains { !$0.0.counts && SampleKeys.identify($0.0.exact) }
    var notes: [String] = []
    for (own, other, relation) in pairs {
      guard let row = relation.row else { continue }
      let isSameName = own.name != nil && own.name == other.name
      let isKnown =
        isSettled || settled.mine.contains(own.number) || settled.theirs.contains(other.number)
      if !isKnown, let what = contradiction(own, other, relation, isSameName: isSameName) {
        let found = try found(own, labels, other, scores, row: row)
        throw FileProblem(
          labels.path,
          "\(found): \(what). Rows belong together line by line; bring both "
            + "files into one order, or take the \(labels.table == nil ? "array" : "column") out of one of them where it says "
            + "nothing about the order"
        )
      }
      guard isSameName else { continue }
      let found = try found(own, labels, other, scores, row: row)
      notes.append("\(labels.path): \(found); rows are taken to belong together line by line")
    }
    guard !isSettled else { return (notes, []) }
    return (
      notes,
      try doubts(mine, labels, settled.mine, besides: scores)
        + doubts(theirs, scores, settled.theirs, besides: labels)
    )
  }

  /// What shows that line by line would be wrong; `nil` for nothing.
  private static func contradiction(
    _ own: SampleKeys, _ other: SampleKeys, _ relation: SampleKeys.Relation, isSameName: Bool
  ) -> String? {
    switch relation {
    case .same, .unrelated, .otherKinds: return nil
    case .shuffled: return "the same values in another order"
    case .otherFolders:
      return own.isCalledKey && other.isCalledKey
        ? "the same names of files in other folders, which some of them need to be told apart" : nil
    case .different(_, let shared):
      let isMostlyShared = 2 * shared > own.stems.count
      // Words, and arrays of one name, that tell rows apart and are mostly the same are keys, whatever they are called.
      guard
        own.isCalledKey && other.isCalledKey && (isSameName || isMostlyShared)
          || own.isText && other.isText && isMostlyShared
          || own.isArray && other.isArray && isSameName && isMostlyShared
      else { return nil }
      return shared == 0
        ? "the two have no sample in common" : "the two are not of the same samples"
    }
  }

  /// Two values that stand in one row.
  private static func found(
    _ own: SampleKeys, _ labels: LocatedArray, _ other: SampleKeys, _ scores: LocatedArray, row: Int
  ) throws(FileProblem) -> String {
    guard let mine = try value(of: own, in: labels, row: row),
      let theirs = try value(of: other, in: scores, row: row)
    else { return own.title }
    let column = own.name == other.name ? "" : "\(other.title) is "
    return
      "\(own.title) is '\(mine.text)' in \(mine.place), but \(column)'\(theirs.text)' in \(theirs.place) of "
      + scores.path
  }

  /// Rows that are numbered in another order, beside a file that does not say in which order it is.
  private static func doubts(
    _ keys: [SampleKeys], _ source: LocatedArray, _ settled: Set<Int>, besides other: LocatedArray
  ) throws(FileProblem) -> [String] {
    var doubts: [String] = []
    for key in keys
    where !settled.contains(key.number) && (!key.isArray || key.isCalledKey) {
      guard let row = key.firstOutOfOrder, let found = try value(of: key, in: source, row: row)
      else { continue }
      doubts.append(
        "\(source.path): \(key.title) numbers the rows in another order than they stand in (\(found.text) in "
          + "\(found.place)), and \(other.path) does not say which sample a row is; rows are taken to belong together line "
          + "by line, which is wrong where \(other.path) is in the order of these numbers")
    }
    return doubts
  }

  private static func keys(
    of source: LocatedArray, samples: Int
  ) throws(FileProblem) -> [SampleKeys] {
    guard let table = source.table else { return Self.keys(beside: source, samples: samples) }
    var keys: [SampleKeys] = []
    for (number, name) in table.leftColumns {
      let isLabel = PredictionRows.labelNames.contains(name?.lowercased() ?? "")
      let isNamed = name.map(SampleKeys.areCalled) ?? false
      guard !isLabel, isNamed || keys.count < mostColumns else { continue }
      keys.append(try SampleKeys(number, name, of: table))
    }
    return keys
  }
}
