/// Labels of a list of which some are numbers and some are names, such as 0, 1, A and B: names throughout, unless one line
/// alone is of the other kind, which may be a mistake.
struct MixedLabels {
  private let entries: [LabelledList.Entry]
  private let unit: String
  /// The first entries of each kind.
  private let name: Int
  private let number: Int
  /// How many entries there are of each kind.
  private let names: Int
  private let numbers: Int

  /// None are made of labels of one kind.
  /// - Parameters:
  ///   - entries: of the list.
  ///   - labels: of the entries.
  ///   - unit: what an entry is called in messages.
  init?(_ entries: [LabelledList.Entry], _ labels: DistinctLabels, unit: String) {
    let areNumbers = labels.texts.map { NumberedLabels.number($0) != nil }
    guard let name = areNumbers.firstIndex(of: false), let number = areNumbers.firstIndex(of: true)
    else { return nil }
    (self.entries, self.unit) = (entries, unit)
    (self.name, self.number) = (labels.firsts[name], labels.firsts[number])
    numbers = zip(areNumbers, labels.counts).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
    names = entries.count - numbers
  }

  /// The only entry of its kind, and what may be wrong with it; `nil` where both kinds have several.
  var oddOne: (entry: LabelledList.Entry, words: String)? {
    let expected = ", and no other \(unit) has a"
    if names == 1 {
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
    func kind(_ place: Int) -> String { place == number ? "number" : "name" }
    return
      "label “\(entries[place].label)” is a \(kind(place)), while \(unit) \(entries[other].line) has the \(kind(other)) "
      + entries[other].label
  }
}
