import ArrayFiles

/// Which class each number of a file is for: what the file says, held against the classes that are known.
struct ClassOrder {
  /// What the file says.
  enum Statement {
    /// Nothing: the numbers stand in class order.
    case position
    /// Likewise, but the first, a plain 0, may be the name of the column: pandas calls it so. One number too many is then
    /// refused, for nobody knows which of them it is.
    case positionOrName
    /// The name of each number's class.
    case names([String])
    /// Likewise, of a file that holds more than these numbers, so that none of them may move.
    case fixedNames([String])
    /// The name or the number of each number's class, in no order: the keys of a JSON object.
    case keys([String])
    /// The column that holds the number or the name of each row's class.
    case labels(String)
  }

  let path: String
  /// How many numbers there are.
  let count: Int
  /// What they are called, such as counts.
  let noun: String
  let statement: Statement
  /// What may be the reason where there are more or fewer numbers than classes, as words behind both.
  var hint = ""
  /// Whether the numbers were made from scores, in the order of their columns, so that no other order can be meant.
  var areOfScores = false

  /// Where the number of each class stands in the file.
  /// - Parameter classes: `nil` where nobody knows them; then a file that names its classes is refused.
  /// - Returns: places from 0 in class order, and what the reader should know of how they were found.
  /// - Throws: `FileProblem` for other classes, and for what can be read in two ways.
  func places(
    for classes: KnownClasses?
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    switch statement {
    case .position:
      try checkCount(count, classes)
      return (Array(0..<count), try positionNotes(classes))
    case .positionOrName: return try withoutName(classes)
    case .names(let names):
      let classes = try required(classes, names)
      return try translating(names, classes) { names throws(FileProblem) in
        try byName(names, classes)
      }
    case .fixedNames(let names):
      let classes = try required(classes, names)
      return try translating(names, classes) { names throws(FileProblem) in
        try inOrder(names, classes)
      }
    case .keys(let keys):
      return try translating(keys, classes) { keys throws(FileProblem) in try byKey(keys, classes) }
    case .labels(let column): return try byLabel(column, classes)
    }
  }

  func checkCount(_ count: Int, _ classes: KnownClasses?) throws(FileProblem) {
    guard let classes, classes.count != count else { return }
    throw FileProblem(path, "\(count) \(noun) for \(classes.count) classes\(hint)")
  }

  private func withoutName(
    _ classes: KnownClasses?
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    let wayOut =
      "say which: \("\(path):0".shellWord) takes it for the header, and so does a first line that is no number, such as \(noun)"
    guard let classes else {
      throw FileProblem(
        path,
        "the first line, 0, may be a header or the first of the \(noun); \(wayOut)"
      )
    }
    guard count != classes.count + 1 else {
      throw FileProblem(
        path,
        "\(count) \(noun) for \(classes.count) classes: the first line, 0, is a header, as pandas "
          + "writes it, or there is one number too many; \(wayOut)")
    }
    try checkCount(count, classes)
    return (Array(0..<count), try positionNotes(classes))
  }

  /// What to say of numbers without names beside classes with names in no order, which others would sort.
  /// - Throws: `FileProblem` where the names are numbered in another order than they stand in: both orders are meant.
  private func positionNotes(_ classes: KnownClasses?) throws(FileProblem) -> [String] {
    guard let classes, let names = classes.names, classes.orderedFolder != path.parentFolder else {
      return []
    }
    let numbers = NumberedClasses(names)
    if !areOfScores, let other = numbers?.firstOutOfOrder {
      let example = names.prefix(2).map { "\"\($0)\": …" }.joined(separator: ", ")
      throw FileProblem(
        path,
        "its \(noun) have no names of classes, and those of \(classes.owner) are not in the order of their numbers: number "
          + "\(other.place), counted from 0, is for '\(names[other.place])' by position, and for '\(other.name)' in the order of "
          + "the numbers; a JSON object from each name, {\(example)}, or a table by name leaves one reading"
      )
    }
    guard !KnownClasses.areSorted(names), numbers?.areInOrder != true else { return [] }
    return [
      "\(path): its \(noun) have no names of classes; they are taken for those of \(classes.owner) by position: "
        + CSVTable.list(names)
    ]
  }

  private func required(
    _ classes: KnownClasses?, _ names: [String]
  ) throws(FileProblem) -> KnownClasses {
    if let classes { return classes }
    throw FileProblem(
      path,
      "it names its classes (\(CSVTable.list(names))), and those that it is for are not known here; say their "
        + "names, or give the \(noun) in class order without names")
  }
}
