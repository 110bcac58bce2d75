import ArrayFiles

extension ClassOrder {
  /// The places of names that may lack what frames those of the classes, or have such a frame themselves.
  func translating(
    _ names: [String], _ classes: KnownClasses?,
    _ places: ([String]) throws(FileProblem) -> (places: [Int], notes: [String])
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    guard let classes, let own = classes.names,
      let meant = FramedNames.translated(names, to: own)
    else { return try places(names) }
    let found = try places(meant)
    return (
      found.places,
      [
        "\(path): its classes \(CSVTable.list(names)) are taken for those of \(classes.owner): \(CSVTable.list(meant))"
      ] + found.notes
    )
  }

  /// By the names of columns, in whatever order.
  func byName(
    _ names: [String], _ classes: KnownClasses
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    if let twin = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw FileProblem(path, "two columns are named '\(twin)'; one a class was expected")
    }
    let own = classes.names ?? (0..<classes.count).map(String.init)
    if Set(names) == Set(own), names.count == own.count {
      let places = own.compactMap { names.firstIndex(of: $0) }
      guard names != own else { return (places, []) }
      return (
        places,
        [
          "\(path): its columns \(CSVTable.list(names)) are taken by name, in the order of \(classes.owner): "
            + CSVTable.list(own)
        ]
      )
    }
    guard
      classes.names == nil || KnownClasses.areNumbers(names)
        || NumberedClasses.mayBeReplaced(names, by: own)
    else { throw otherNames(names, own, classes) }
    if classes.names == nil, let places = NumberedClasses(names)?.places {
      try checkCount(names.count, classes)
      return (
        places,
        ["\(path): its columns \(CSVTable.list(names)) are taken by the numbers in their names"]
      )
    }
    return try byPosition(names, classes)
  }

  /// The problem of names that are not those of the classes.
  func otherNames(
    _ names: [String], _ own: [String], _ classes: KnownClasses, noun: String = "column"
  ) -> FileProblem {
    let unknown = names.filter { !own.contains($0) }
    let missing = own.filter { !names.contains($0) }
    let words =
      [
        unknown.isEmpty
          ? nil
          : "its \(unknown.count == 1 ? noun : noun + "s") \(CSVTable.list(unknown)) "
            + "\(unknown.count == 1 ? "is no class" : "are no classes") of \(classes.owner)",
        missing.isEmpty ? nil : "no \(noun) is named \(CSVTable.list(missing))",
      ].compactMap { $0 }.joined(separator: "; ")
    return FileProblem(
      path,
      "\(words); one \(noun) for each of the classes \(CSVTable.list(own)), in any order, was expected"
    )
  }

  /// Names on one side alone: positions tell.
  private func byPosition(
    _ names: [String], _ classes: KnownClasses
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    if let label = names.first(where: ClassNumbers.isLabel), !KnownClasses.areNumbers(names) {
      throw FileProblem(
        path,
        "it has one row, and column '\(label)' may be a class or say which class the row is for; give a row for "
          + "each class, or the \(noun) in class order without names")
    }
    try checkCount(names.count, classes)
    let note =
      KnownClasses.areNumbers(names) || classes.names != nil
      ? "its columns \(CSVTable.list(names)) are taken for the numbers of the classes of "
        + classes.owner + (classes.names.map { ": \(CSVTable.list($0))" } ?? "")
      : "the classes of \(classes.owner) have no names; its columns are taken for them by position: "
        + CSVTable.list(names)
    return (Array(names.indices), ["\(path): \(note)"])
  }

  /// By names that must stand in the order of the classes.
  func inOrder(
    _ names: [String], _ classes: KnownClasses
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    guard let own = classes.names else { return try byPosition(names, classes) }
    try checkCount(names.count, classes)
    guard let index = own.indices.first(where: { names[$0] != own[$0] }) else {
      return (Array(names.indices), [])
    }
    throw FileProblem(
      path,
      "class \(index) is '\(names[index])', but '\(own[index])' in \(classes.owner); the same classes in the same "
        + "order were expected")
  }
}
