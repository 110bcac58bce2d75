import ArrayFiles

/// What is left of the names of columns without what all of them begin or end with: cat, dog, owl of prob_cat, prob_dog,
/// prob_owl, of cat_score, dog_score, owl_score or of P(cat), P(dog), P(owl).
///
/// It is never guessed that these words are the classes' names: others have to use them.
struct FramedNames {
  /// One a name, distinct, and none of them a name itself.
  let words: [String]

  private static let separators: Set<Character> = ["_", "-", ".", " ", ":", "=", "(", "/"]
  private static let ends: Set<Character> = ["_", "-", ".", " ", ":", ")", "/"]

  /// All words that names may be read as. Numbers alone are none, ``NumberedClasses`` has them; nor are names that could be
  /// meant themselves.
  static func readings(of names: [String]) -> [FramedNames] {
    guard let first = names.first, names.count > 1 else { return [] }
    let begin = names.reduce(Array(first)) { common($0, Array($1)) }
    let end = names.reduce(Array(first.reversed())) { common($0, Array($1.reversed())) }
    let before = [0] + begin.enumerated().filter { separators.contains($1) }.map { $0.offset + 1 }
    let behind = [0] + end.enumerated().filter { ends.contains($1) }.map { $0.offset + 1 }
    var found: [FramedNames] = []
    for prefix in before {
      let opens = begin.prefix(prefix).contains("(")
      for suffix in behind where prefix + suffix > 0 {
        let closes = end.prefix(suffix).last == ")"
        guard opens ? closes : prefix == 0 || suffix == 0 else { continue }
        guard let words = words(names, prefix, suffix) else { continue }
        found.append(FramedNames(words: words))
      }
    }
    return found
  }

  /// What both begin with.
  private static func common(_ first: [Character], _ second: [Character]) -> [Character] {
    zip(first, second).prefix { $0 == $1 }.map(\.0)
  }

  private static func words(_ names: [String], _ prefix: Int, _ suffix: Int) -> [String]? {
    let words = names.map { String($0.dropFirst(prefix).dropLast(suffix)) }
    guard words.allSatisfy({ !$0.isEmpty }), Set(words).count == words.count,
      Set(words).isDisjoint(with: names), words.contains(where: { Double($0) == nil })
    else { return nil }
    return words
  }

  /// Names in the words of others, where either are the words of the other, in whatever order: prob_dog, prob_cat for dog,
  /// cat beside prob_cat, prob_dog.
  /// - Returns: `nil` for the same names, for others, and for what can be read in two ways.
  static func translated(_ names: [String], to own: [String]) -> [String]? {
    guard names.count == own.count, Set(names) != Set(own) else { return nil }
    let asWords = readings(of: own).filter { Set($0.words) == Set(names) }
    let asNames = readings(of: names).filter { Set($0.words) == Set(own) }
    guard asWords.count + asNames.count == 1 else { return nil }
    guard let framed = asWords.first else { return asNames.first?.words }
    let full = Dictionary(uniqueKeysWithValues: zip(framed.words, own))
    return names.compactMap { full[$0] }
  }

  /// Whether names are the same, in the same order, but for what frames those of one side.
  static func areSame(_ names: [String], _ own: [String]) -> Bool {
    names == own || translated(names, to: own) == own
  }

  /// Reads a column that may hold names: those of the first list, or else of the only other one that has all of them.
  /// - Throws: `FileProblem` of the first list, where none has them or several have.
  static func read<Found>(
    in lists: [[String]], holdsNames: (Found) -> Bool,
    _ read: ([String]) throws(FileProblem) -> Found
  ) throws(FileProblem) -> Found {
    do throws(FileProblem) {
      return try read(lists.first ?? [])
    } catch {
      let found = lists.dropFirst().compactMap { try? read($0) }.filter(holdsNames)
      guard found.count == 1 else { throw error }
      return found[0]
    }
  }
}

extension PredictionRows {
  /// The lists of words, each in class order, that labels may be of: the classes' names, the columns' where these are
  /// others, and what is left of either without its frame.
  var wordings: [[String]] {
    guard let classNames else { return [] }
    var lists = [classNames]
    if let columnNames, columnNames != classNames { lists.append(columnNames) }
    for framed in lists.flatMap({ FramedNames.readings(of: $0) })
    where !lists.contains(framed.words) {
      lists.append(framed.words)
    }
    return lists
  }

  /// The list that labels were read from; the classes' names where they hold none.
  func words(of labels: LocatedArray) throws(FileProblem) -> [String]? {
    let lists = wordings
    guard lists.count > 1, let table = labels.table, table.holdsNames,
      let place = table.places.first
    else { return classNames }
    let texts = Set(try table.texts(place).map(\.text))
    return lists.first { texts.isSubset(of: $0) } ?? classNames
  }
}
