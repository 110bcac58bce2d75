/// The no and the yes of one question, by the words that two classes are called by.
enum TruthWords {
  private static let numbers = [
    "false": 0, "true": 1, "no": 0, "yes": 1, "n": 0, "y": 1, "negative": 0, "positive": 1,
    "neg": 0, "pos": 1,
    "absent": 0, "present": 1, "healthy": 0, "sick": 1, "diseased": 1,
    "normal": 0, "abnormal": 1, "anomaly": 1, "anomalous": 1, "ham": 0, "spam": 1, "background": 0,
    "foreground": 1, "fail": 0, "pass": 1, "off": 0, "on": 1,
    "-": 0, "+": 1, "\u{2212}": 0, "nein": 0, "ja": 1, "non": 0, "oui": 1, "si": 1, "s\u{ed}": 1,
    "ok": 0,
    "defect": 1, "defective": 1, "control": 0, "case": 1, "event": 1, "disease": 1,
  ]

  /// 0 for no and 1 for yes, a name each; `nil` where a name says neither.
  ///
  /// Two names are read as they are, and without the words that both begin or end with, as prob_ of prob_disease and
  /// prob_healthy.
  static func numbers(of names: [String]) -> [Int]? {
    let small = names.map { $0.lowercased() }
    if let found = negation(small) ?? numbers(small) { return found }
    guard names.count == 2 else { return nil }
    let words = names.map(NameWords.split)
    guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
    // Signs beside letters, as of rh+ and rh-, are no words.
    guard words[0] != words[1] else { return nil }
    let ends = NameWords.distinct(words[0], words[1], atEnd: false)
    let inner = NameWords.distinct(words[0], words[1])
    for form in [words, ends, inner].map({ $0.map { $0.joined(separator: "_") } }) {
      if let found = negation(form) { return found }
      // Before a noun on and off are no answers: on_road and off_road.
      if form.contains("on"), inner != ends { continue }
      if let found = numbers(form), found[0] != found[1] { return found }
    }
    return nil
  }

  private static func numbers(_ words: [String]) -> [Int]? {
    let found = words.compactMap { numbers[$0] }
    return found.count == words.count ? found : nil
  }

  /// 0 for no_fraud and 1 for fraud, of two names of which one negates the other; `nil` for others.
  private static func negation(_ names: [String]) -> [Int]? {
    let words = names.map(positive)
    guard words.count == 2 else { return nil }
    for (negated, other) in [(0, 1), (1, 0)] where negations(words[negated]).contains(words[other])
    {
      return negated == 0 ? [0, 1] : [1, 0]
    }
    return nil
  }

  /// is_fraud, has_fraud and with_fraud without what says yes.
  private static func positive(_ word: String) -> Substring {
    for verb in ["is", "has", "with"] {
      for sign in ["_", "-", " "] where word.hasPrefix(verb + sign) {
        return word.dropFirst(verb.count + 1)
      }
    }
    return word[...]
  }

  /// What a word negates, as it may be meant: fraud of no_fraud, nofraud and without_fraud; paid of unpaid.
  private static func negations(_ word: Substring) -> [Substring] {
    let signed = ["no", "not", "non", "without"].flatMap { sign in
      ["_", "-", " "].map { (sign + $0, 0) }
    }
    // Of short rests the beginning is no word of its own, as in inside.
    return (signed + [("non", 0), ("not", 4), ("no", 3), ("un", 4), ("in", 5)]).filter {
      word.hasPrefix($0.0) && word.count >= $0.0.count + $0.1
    }.map { word.dropFirst($0.0.count) }
  }
}
