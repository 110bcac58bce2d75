/// Which of two classes a column of labels is called by.
enum TitledClass {
  /// - Parameters:
  ///   - title: what the column is called.
  ///   - names: of the two classes.
  /// - Returns: 0 or 1; `nil` where the title says neither, or both.
  static func place(_ title: String, _ names: [String]) -> Int? {
    let column = plain(title)
    guard !column.isEmpty else { return nil }
    let equal = names.indices.filter { plain(names[$0]) == column }
    if equal.count == 1 { return equal[0] }
    let words = NameWords.split(title)
    let classes = NameWords.distinct(NameWords.split(names[0]), NameWords.split(names[1])).map {
      $0.filter(isTelling)
    }
    for place in [
      { formPlace($0, classes, all: words) }, { conditionPlace($0, names.map(condition)) },
    ] as [(String) -> Int?] {
      let found = words.indices.compactMap { index -> Int? in
        guard isTelling(words[index]), !negations.contains(words[index]),
          let found = place(words[index])
        else { return nil }
        return index > 0 && negations.contains(words[index - 1]) ? 1 - found : found
      }
      if let first = found.first { return Set(found).count == 1 ? first : nil }
    }
    return nil
  }

  /// A name without what frames it: fraud of is_fraud, isFraud, prob_fraud, P(fraud) and fraud_label.
  static func plain(_ name: String) -> String {
    var words = NameWords.split(name)[...]
    while words.count > 1, let first = words.first, before.contains(first) { words.removeFirst() }
    while words.count > 1, let last = words.last, behind.contains(last) { words.removeLast() }
    return words.joined()
  }

  /// The class whose name has a form of a word, and the other has none.
  private static func formPlace(
    _ word: String, _ classes: [[String]], all words: [String]
  ) -> Int? {
    let found = classes.indices.filter { place in
      classes[place].contains { NameWords.areForms(word, $0) }
    }
    guard found.count == 2 else { return found.first }
    // Of defect and defect_free the first has all words in common, and nothing in the title is the second's own.
    for place in [0, 1] where Set(classes[place]).isStrictSubset(of: classes[1 - place]) {
      let own = classes[1 - place].filter { !classes[place].contains($0) }
      // The caller sees what stands before the word.
      if own.allSatisfy(negations.contains) { return place }
      return words.contains { word in own.contains { NameWords.areForms(word, $0) } } ? nil : place
    }
    return nil
  }

  /// The class that is in the same condition as a word says, where the other is in the opposite one: bad of bad and good
  /// for defective.
  private static func conditionPlace(_ word: String, _ conditions: [Bool?]) -> Int? {
    guard let isAdverse = condition(word), conditions.count == 2, let first = conditions[0],
      let second = conditions[1], first != second
    else { return nil }
    return isAdverse == first ? 0 : 1
  }

  /// Whether a name says that something is the matter, or that nothing is; `nil` where it says neither, or both.
  private static func condition(_ name: String) -> Bool? {
    let words = NameWords.split(name)
    let found = words.indices.compactMap { index -> Bool? in
      guard adverse.contains(words[index]) || favourable.contains(words[index]) else { return nil }
      let isNegated = index > 0 && negations.contains(words[index - 1])
      return adverse.contains(words[index]) != isNegated
    }
    return Set(found).count == 1 ? found.first : nil
  }

  /// Whether a word may be a class's own.
  private static func isTelling(_ word: String) -> Bool {
    !before.contains(word) && !behind.contains(word) && !general.contains(word)
      && word.contains(where: \.isLetter)
  }

  private static let before: Set<String> = [
    "is", "has", "was", "prob", "probability", "p", "proba", "score", "logit", "label", "target",
    "true", "y",
  ]
  private static let behind: Set<String> = [
    "label", "labels", "prob", "probability", "proba", "score", "logit", "true", "flag", "target",
    "yn",
  ]
  /// Further words of titles that say nothing of a class.
  private static let general: Set<String> = [
    "class", "classes", "category", "outcome", "truth", "ground", "gt", "actual", "id", "index",
    "type", "value", "image", "sample", "data",
  ]
  private static let negations: Set<String> = ["no", "not", "non", "without"]
  private static let adverse: Set<String> = [
    "bad", "fault", "faulty", "defect", "defective", "broken", "damaged", "anomaly", "anomalous",
    "abnormal", "outlier", "sick", "disease", "diseased", "infected", "malignant", "cancer",
    "fraud", "fraudulent", "attack", "malicious", "malware", "spam", "default", "fail", "failed",
    "failure", "nok", "fake", "forged", "dead", "died", "death", "deceased",
  ]
  private static let favourable: Set<String> = [
    "good", "ok", "okay", "fine", "intact", "healthy", "normal", "inlier", "benign", "legit",
    "legitimate", "genuine", "ham", "clean", "pass", "passed", "real", "authentic", "alive",
    "survived",
  ]
}
