import ArrayFiles

/// A column of 0 and 1 that is called by one of two classes says which samples are of that class: its 1 is the class, and
/// not the second one.
enum LabelTitle {
  /// - Parameters:
  ///   - source: labels as they were found.
  ///   - classNames: of the scores; `nil` without.
  /// - Throws: `FileProblem` with both readings, where the column is called by the first of two classes.
  static func check(_ source: LocatedArray, classNames: [String]?) throws(FileProblem) {
    guard let names = classNames, names.count == 2, source.table?.holdsNames != true,
      let title = source.table?.names?.first, source.array.shape.count == 1
    else { return }
    let column = plain(title)
    let isFirst = plain(names[0]) == column
    guard isFirst, plain(names[1]) != column, !column.isEmpty,
      source.array.doubles().allSatisfy({ $0 == 0 || $0 == 1 })
    else { return }
    throw source.problem(
      "its column is called '\(title)', so that 1 may mean the class '\(names[0])'; by position 1 is '\(names[1])'. "
        + "--columns \(CSVTable.quoted(names[1])),\(CSVTable.quoted(names[0])) puts the columns in that order; a column "
        + "called label is taken by position")
  }

  /// A name without what frames it: fraud of is_fraud, prob_fraud, P(fraud) and fraud_label.
  private static func plain(_ name: String) -> String {
    var words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    while words.count > 1, let first = words.first, before.contains(first) { words.removeFirst() }
    while words.count > 1, let last = words.last, behind.contains(last) { words.removeLast() }
    return words.joined(separator: " ")
  }

  private static let before: Set<String> = [
    "is", "has", "was", "prob", "probability", "p", "proba", "score", "logit", "label", "true", "y",
  ]
  private static let behind: Set<String> = [
    "label", "labels", "prob", "probability", "proba", "score", "logit", "true", "flag", "target",
  ]
}
