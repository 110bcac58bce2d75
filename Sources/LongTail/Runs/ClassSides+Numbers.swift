import ArrayFiles

/// Classes that are called by numbers, of which `metrics` and its like take 0 for the first.
extension ClassSides {
  private func number(_ label: Int) -> Int? { NumberedLabels.number(names[label]) }

  /// Labels 1 and 2 of a model of three classes: the class 0 may have no sample, or the last one.
  /// - Throws: `FileProblem` with both readings.
  func refuseNumbersThatMayCountFrom0() throws(FileProblem) {
    // Where the model's classes are numbers too, names and positions have been told apart.
    guard own.contains(where: { NumberedLabels.number($0) == nil }) else { return }
    let numbers = wanted.map { number($0) }
    guard numbers.allSatisfy({ $0.map(own.indices.contains) ?? false }),
      let place = wanted.indices.first(where: { numbers[$0] != wanted[$0] }),
      let number = numbers[place]
    else { return }
    let label = wanted[place]
    let counted = wanted.allSatisfy { self.number($0) == $0 + 1 }
    throw FileProblem(
      data,
      "it is not clear which classes of \(model) its classes are: if their numbers count from 0, class "
        + "“\(names[label])” is “\(own[number])”; "
        + (counted ? "if they count from 1" : "by position")
        + ", it is \(own.indices.contains(label) ? "“\(own[label])”" : "none"); say which with --match-classes from-0"
        + " or --match-classes from-1" + (counted ? "" : ", or give the classes their names"))
  }

  /// - Throws: `FileProblem` for classes whose names are no numbers, or are numbers beyond the model's classes.
  func byNumber(from first: Int) throws(FileProblem) -> [Int?] {
    let found = names.indices.map { label in
      number(label).map { $0 - first }.flatMap { own.indices.contains($0) ? $0 : nil }
    }
    let strange = wanted.filter { found[$0] == nil }
    guard strange.isEmpty else {
      throw FileProblem(
        data,
        "\(listed(strange.map { names[$0] })) \(strange.count == 1 ? "is no number" : "are no numbers") "
          + "from \(first) to \(first + own.count - 1), as the \(own.count) classes of \(model) have"
      )
    }
    return found
  }

  func numberRemark(_ classes: [Int?], from first: Int) -> String {
    let pairs = wanted.compactMap { label in
      classes[label].map { "“\(names[label])” is “\(own[$0])”" }
    }
    return
      "the numbers of the classes of \(data) count from \(first) (as asked for): \(pairs.listed(most: 3))"
  }
}
