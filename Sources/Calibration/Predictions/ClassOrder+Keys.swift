import ArrayFiles

extension ClassOrder {
  /// By the names or the numbers of the classes that the keys of a JSON object are, in whatever order.
  ///
  /// Unlike columns, keys have no order that somebody may rely on: without names of the classes, only numbers will do.
  func byKey(
    _ keys: [String], _ classes: KnownClasses?
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    let own = classes?.names ?? []
    if !own.isEmpty, keys.count == own.count, Set(keys) == Set(own) {
      guard keys != own else { return (Array(keys.indices), []) }
      return (
        own.compactMap { keys.firstIndex(of: $0) },
        [
          "\(path): its \(noun) are taken by name, in the order of \(classes?.owner ?? ""): "
            + CSVTable.list(own)
        ]
      )
    }
    let numbers = keys.compactMap { key in Int(key).flatMap { String($0) == key ? $0 : nil } }
    guard numbers.count == keys.count, !own.contains(where: keys.contains) else {
      guard let classes, classes.names != nil else {
        throw namelessClasses(
          "it names its classes (\(CSVTable.list(keys)))", classes,
          expected: "their numbers from 0 as keys, or an array in class order,")
      }
      throw otherNames(keys, own, classes, noun: "key")
    }
    return try byNumber(numbers, classes)
  }

  private func byNumber(
    _ numbers: [Int], _ classes: KnownClasses?
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    let total = classes?.count ?? numbers.count
    if let number = numbers.first(where: { !(0..<total).contains($0) }) {
      throw FileProblem(
        path,
        "class \(number); 0 to \(total - 1) was expected for \(total) classes"
          + (numbers.min() == 1 && numbers.max() == total ? " (do they count from 1?)" : ""))
    }
    let missing = (0..<total).filter { !numbers.contains($0) }
    guard missing.isEmpty else {
      throw FileProblem(path, "no \(noun.dropLast()) for \(ClassList.words(missing))")
    }
    let places = (0..<total).compactMap { numbers.firstIndex(of: $0) }
    guard let classes, let own = classes.names else { return (places, []) }
    if let note = NumberedClasses(own)?.orderNote {
      throw FileProblem(
        path,
        "its keys count the classes from 0, and in \(classes.owner) \(note); the names of the classes as keys leave one "
          + "reading")
    }
    return (
      places,
      [
        "\(path): its keys are taken for the numbers of the classes of \(classes.owner), counted from 0: "
          + CSVTable.list(own)
      ]
    )
  }

  /// The problem of names of classes where nobody knows whose they are.
  func namelessClasses(
    at place: String = "", _ found: String, _ classes: KnownClasses?, expected: String
  ) -> FileProblem {
    FileProblem(
      path, at: place,
      "\(found), and "
        + (classes.map { "those of \($0.owner) have no names" }
          ?? "those that it is for are not known here") + "; \(expected) were expected")
  }
}
