/// Labels of a list of which some are numbers and some are names, such as 0, 1, A and B: names throughout, unless one line
/// alone is of the other kind, which may be a mistake.
struct MixedLabels {
  private let entries: [LabelledList.Entry]
  private let unit: String
  private let isNumber: [Bool]
  /// The first of each kind.
  private let name: Int
  private let number: Int

  /// None are made of labels of one kind.
  /// - Parameters:
  ///   - entries: of the list.
  ///   - unit: what an entry is called in messages.
  init?(_ entries: [LabelledList.Entry], unit: String) {
    isNumber = entries.map { NumberedLabels.number($0.label) != nil }
    guard let name = isNumber.firstIndex(of: false), let number = isNumber.firstIndex(of: true)
    else { return nil }
    (self.entries, self.unit) = (entries, unit)
    (self.name, self.number) = (name, number)
  }

  /// The only entry of its kind, and what may be wrong with it; `nil` where both kinds have several.
  var oddOne: (entry: LabelledList.Entry, words: String)? {
    let numbers = isNumber.count { $0 }
    let expected = ", and no other \(unit) has a"
    if isNumber.count - numbers == 1 {
      let isHeader = name == 0 && unit == "line"
      return (
        entries[name],
        "\(words(name, number))\(expected) name; expected numbers or names throughout"
          + (isHeader
            ? "; if these are names of columns, call them path and label, or take the line out"
            : "")
      )
    }
    guard numbers == 1 else { return nil }
    return (
      entries[number],
      "\(words(number, name))\(expected) number; expected numbers or names throughout"
    )
  }

  /// How they were taken, behind the list's path.
  var remark: String {
    let later = max(name, number)
    return
      "\(unit) \(entries[later].line): \(words(later, min(name, number))); all labels are taken for names"
  }

  private func words(_ place: Int, _ other: Int) -> String {
    func kind(_ place: Int) -> String { isNumber[place] ? "number" : "name" }
    return
      "label “\(entries[place].label)” is a \(kind(place)), while \(unit) \(entries[other].line) has the \(kind(other)) "
      + entries[other].label
  }
}
