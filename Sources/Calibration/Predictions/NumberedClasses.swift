import ArrayFiles

/// Numbers in the names of classes, `class_0, class_1, class_10, …` or `10, 20, 30`: whole-number labels may then mean
/// these, or the positions of the columns.
struct NumberedClasses {
  /// In the order of the columns.
  let names: [String]
  /// The class of each number, by its position.
  let positions: [Int: Int]
  /// Whether a name is a number and nothing else.
  let areBare: Bool
  /// Whether the names are the no and the yes of one question, which are 0 and 1 wherever they are counted.
  let areTruth: Bool

  /// - Returns: `nil` where the names have no numbers, or two have the same.
  init?(_ names: [String]) {
    self.names = names
    let truth = TruthWords.numbers(of: names)
    let bare = names.map { Int($0) ?? Double($0).flatMap { Int(exactly: $0) } }
    let found: [Int?]
    areTruth = truth != nil
    if let truth {
      found = truth
      areBare = false
    } else if bare.contains(where: { $0 != nil }) {
      found = bare
      areBare = true
    } else {
      found = Self.framed(names)
      areBare = false
    }
    let pairs = found.enumerated().compactMap { place, number in number.map { ($0, place) } }
    guard !pairs.isEmpty, Set(pairs.map(\.0)).count == pairs.count else { return nil }
    positions = Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Whether the names are numbered 0, 1, 2, … or 1, 2, 3, … throughout, in whatever order.
  private func counts(from first: Int) -> Bool {
    positions.count == names.count && names.indices.allSatisfy { positions[$0 + first] != nil }
  }

  /// Whether the names do nothing but count the columns, from 0 or 1.
  var areInOrder: Bool {
    [0, 1].contains { first in
      counts(from: first) && names.indices.allSatisfy { positions[$0 + first] == $0 }
    }
  }

  /// Whether names say no more than places do, such as class_0, class_1, …, so that others, which do not contradict
  /// them, may stand for them.
  static func mayBeReplaced(_ names: [String], by others: [String]) -> Bool {
    guard let numbers = Self(names), numbers.areInOrder, !numbers.areTruth else { return false }
    return Set(names).isDisjoint(with: others) && Self(others)?.firstOutOfOrder == nil
  }

  /// Where the names stand in the order of their numbers, of those that count from 0 or 1 in another order; `nil` for
  /// others.
  var places: [Int]? {
    orderNote == nil ? nil : positions.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The first place whose name is not the one that stands there in the order of the numbers; `nil` for names in order, and
  /// where not every name has a number.
  var firstOutOfOrder: (place: Int, name: String)? {
    guard !areTruth, positions.count == names.count else { return nil }
    let ordered = positions.sorted { $0.key < $1.key }.map { names[$0.value] }
    return names.indices.first { names[$0] != ordered[$0] }.map { ($0, ordered[$0]) }
  }

  /// The classes that labels mean by the numbers in the names; `nil` where they mean positions, or both are the same.
  ///
  /// Labels that are the names themselves mean these where they cannot be positions, and where the names are 0, 1, 2, …
  /// in another order.
  /// - Throws: `FileProblem` for labels that can be read in two ways.
  func positions(
    of labels: [Int], in source: LocatedArray, areTruthValues: Bool = false
  ) throws(FileProblem) -> [Int]? {
    var found = labels.compactMap { positions[$0] }
    let isShifted = found.count < labels.count && counts(from: 1)
    // Names that count from 1 in another order, and labels from 0.
    if isShifted { found = labels.compactMap { positions[$0 &+ 1] } }
    guard found.count == labels.count,
      let row = labels.indices.first(where: { labels[$0] != found[$0] })
    else { return nil }
    let isPosition = labels.allSatisfy(names.indices.contains)
    if areTruthValues || areBare && !isShifted && (!isPosition || counts(from: 0)) { return found }
    guard isPosition else { return nil }
    throw source.problem(
      row: row,
      "label \(labels[row]) is class '\(names[found[row]])' \(areTruth ? "as its word says" : "by the number in its name")\(isShifted ? " from 1" : ""), and class "
        + "'\(names[labels[row]])' by its position, counted from 0; \(wayOut)")
  }

  /// What leaves one reading.
  private var wayOut: String {
    if counts(from: 0) || counts(from: 1) && orderNote != nil {
      return
        "--columns \(ordered) puts the columns in \(areTruth ? "that order" : "the order of their numbers"), and labels that are the columns' "
        + "names say which they mean"
    }
    let example = names[positions.values.min() ?? 0]
    return
      (areBare
      ? "columns called by words, such as class_\(example), and labels that are these words leave one reading"
      : "labels that are the columns' names, such as \(example), leave one reading")
      + "; so do scores whose columns are numbered from 0 in order, or have no names (.npy)"
  }

  /// The columns by their numbers, as a shell's word that `--columns` chooses them by.
  private var ordered: String {
    let columns = positions.sorted { $0.key < $1.key }.map { CSVTable.quoted(names[$0.value]) }
    return (columns.prefix(20).joined(separator: ",") + (columns.count > 20 ? ",…" : "")).shellWord
  }

  /// " (…)" for labels that are no positions, but the numbers of the names; else nothing.
  func advice(for labels: [Int]) -> String {
    guard let first = labels.first, let place = positions[first],
      labels.allSatisfy({ positions[$0] != nil })
    else { return "" }
    return
      " (the numbers in the columns' names? Labels are these names, such as \(names[place]), or positions from 0)"
  }

  /// What a reader should know where columns that are numbered 0, 1, 2, … or 1, 2, 3, … stand in another order.
  var orderNote: String? {
    guard !areTruth, let least = [0, 1].first(where: counts),
      let place = names.indices.first(where: { positions[$0 + least] != $0 })
    else { return nil }
    return
      "the columns stand in another order than they count: class \(place), counted from 0, is '\(names[place])', also "
      + "where a file has a number a class (--columns \(ordered) puts them in order)"
  }

  /// Numbers between a beginning and an end that most of the names have in common.
  private static func framed(_ names: [String]) -> [Int?] {
    struct Frame: Hashable {
      let prefix: Substring
      let suffix: Substring
      var text: String { "\(prefix)#\(suffix)" }
    }
    var found: [Frame: [Int: Int]] = [:]
    for (place, name) in names.enumerated() {
      var rest = name.startIndex
      while let first = name[rest...].firstIndex(where: isDigit) {
        let end = name[first...].firstIndex { !isDigit($0) } ?? name.endIndex
        if let number = Int(name[first..<end]) {
          found[Frame(prefix: name[..<first], suffix: name[end...]), default: [:]][place] = number
        }
        rest = end
      }
    }
    // Of as many names, the longest beginning: the number that stands last.
    let best = found.filter { $0.value.count > 1 }.max {
      ($0.value.count, $0.key.prefix.count, $0.key.text)
        < ($1.value.count, $1.key.prefix.count, $1.key.text)
    }
    return names.indices.map { best?.value[$0] }
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}
