package import ArrayFiles

/// The classes that numbers in a file are for, as far as they are known.
package struct KnownClasses: Sendable {
  /// How many there are.
  package let count: Int
  /// In class order; `nil` where nobody named them, and where their names are their numbers 0, 1, 2, ….
  package let names: [String]?
  /// What has these classes, for messages.
  package let owner: String
  /// A folder whose files are all in this order of the classes, since it names them once; `nil` for none.
  let orderedFolder: String?

  package init(count: Int, names: [String]?, owner: String) {
    self.init(count: count, names: names, owner: owner, orderedFolder: nil)
  }

  init(count: Int, names: [String]?, owner: String, orderedFolder: String?) {
    self.count = count
    self.names = names.flatMap { Self.areNumbers($0) ? nil : $0 }
    self.owner = owner
    self.orderedFolder = orderedFolder
  }

  /// What a reader should know where a file gives the classes other names, line by line.
  /// - Parameters:
  ///   - given: as many names, in the order of the file.
  ///   - path: the file.
  ///   - isMeant: whether somebody said that all names are to be replaced.
  /// - Returns: nothing where no name differs or none is known.
  /// - Throws: `FileProblem` where a known name stands at another place: the file and these contradict each other; and
  ///   where none of the names is known and nobody meant it: they may be of other classes, or in any order. Names that
  ///   only count, such as class_0, class_1, say no more than places do, and may be replaced.
  package func renamingNotes(
    to given: [String], by path: String, isMeant: Bool = false
  ) throws(FileProblem) -> [String] {
    guard let names, names != given else { return [] }
    let meant = FramedNames.translated(given, to: names) ?? given
    if let index = names.indices.first(where: {
      meant[$0] != names[$0] && names.contains(meant[$0])
    }) {
      throw FileProblem(
        path,
        "class \(index) is '\(given[index])', but '\(names[index])' in \(owner), which has the classes "
          + "\(CSVTable.list(names)); the same order was expected (without the file, those names are shown)"
      )
    }
    let agrees = names.indices.contains { meant[$0] == names[$0] }
    guard agrees || isMeant || NumberedClasses(names)?.areInOrder == true else {
      throw FileProblem(
        path,
        "none of its names (\(CSVTable.list(given))) is a class of \(owner) (\(CSVTable.list(names))): other names for "
          + "these classes line by line, or the names of other classes? --rename-classes says that they are other names"
      )
    }
    let renamed = names.indices.filter { given[$0] != names[$0] }.map {
      "\(given[$0]) for \(names[$0])"
    }
    return [
      "\(path): its names stand for those of \(owner), line by line in class order: "
        + CSVTable.list(renamed)
    ]
  }

  /// Whether names stand as those who number them by the alphabet have them, small and capital letters alike or apart.
  static func areSorted(_ names: [String]) -> Bool {
    [names, names.map { $0.lowercased() }].contains { $0 == $0.sorted() }
  }

  /// Whether names say no more than positions do.
  static func areNumbers(_ names: [String]) -> Bool { names == names.indices.map(String.init) }
}

extension PredictionRows {
  /// The classes of these rows, for what is read beside them.
  package var known: KnownClasses {
    KnownClasses(
      count: classes, names: classNames, owner: source.path,
      orderedFolder: given == nil ? nil : source.path.parentFolder)
  }
}
