/// The words of a name, in small letters: is, fraud of is_fraud, isFraud and "Is fraud".
enum NameWords {
  /// Parts at signs, at spaces, and where a capital letter follows a small one or ends a run of capitals.
  static func split(_ name: String) -> [String] {
    var words: [String] = []
    for part in name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      let letters = Array(part)
      var word = ""
      for (index, letter) in letters.enumerated() {
        if letter.isUppercase, index > 0,
          !letters[index - 1].isUppercase
            || index + 1 < letters.count && letters[index + 1].isLowercase
        {
          words.append(word)
          word = ""
        }
        word += letter.lowercased()
      }
      words.append(word)
    }
    return words
  }

  /// The words of two names without those that both begin with, and those that both end with; each keeps one or more.
  static func distinct(_ first: [String], _ second: [String], atEnd: Bool = true) -> [[String]] {
    var names = [first[...], second[...]]
    func isLonger() -> Bool { names.allSatisfy { $0.count > 1 } }
    while isLonger(), names[0].first == names[1].first {
      for place in names.indices { names[place].removeFirst() }
    }
    while atEnd, isLonger(), names[0].last == names[1].last {
      for place in names.indices { names[place].removeLast() }
    }
    return names.map(Array.init)
  }

  /// Whether two words are forms of one: fraud and fraudulent, churn and churned, cat and cats, anomaly and anomalous.
  static func areForms(_ word: String, _ name: String) -> Bool {
    if word == name { return true }
    let (short, long) = word.count < name.count ? (word, name) : (name, word)
    if long.hasPrefix(short) {
      if short.count >= 3, endings.contains(String(long.dropFirst(short.count))) { return true }
      // What a word begins with may be the whole name; half of a name may be the word.
      if short.count >= 4, long == word || 2 * short.count >= long.count { return true }
    }
    let common = zip(word, name).prefix { $0 == $1 }.count
    return common >= 4 && 5 * common >= 3 * long.count
  }

  private static let endings: Set<String> = ["s", "es", "ed", "d", "ing"]
}
