/// Which part of the data a folder's name stands for.
enum PartName {
  private static let parts: [String: DatasetPart] = [
    "train": .training, "training": .training, "trn": .training,
    "val": .validation, "valid": .validation, "validation": .validation, "dev": .validation,
    "test": .test, "testing": .test, "tst": .test,
    "eval": .test, "evaluation": .test, "holdout": .test, "heldout": .test,
  ]

  private static let fillers = [
    "set", "data", "dataset", "images", "image", "imgs", "img", "pictures", "split", "part",
    "folder",
  ]

  /// The part, for names such as `train`, `Validation` or `test_set`; `nil` for others.
  static func part(_ name: String) -> DatasetPart? {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
      .filter { !fillers.contains($0) }
    guard words.count == 1 else { return nil }
    return part(word: words[0])
  }

  /// A name that has a part's name in it.
  struct Resemblance {
    let part: DatasetPart
    /// The other words of the name, in order and without capitals.
    let rest: [String]
  }

  /// The part's name within names such as `train2017`, `seg_test` or `trainA`; `nil` for names without one.
  static func resemblance(_ name: String) -> Resemblance? {
    let words = name.split { !$0.isLetter }.flatMap { word in
      part(word: word.lowercased()) == nil ? camelWords(word) : [word.lowercased()]
    }
    for (index, word) in words.enumerated() {
      guard let part = part(word: word) else { continue }
      var rest = words
      rest.remove(at: index)
      return Resemblance(part: part, rest: rest)
    }
    return nil
  }

  /// Whether there are names that differ by the part in them alone, as `trainA` and `testA`, `seg_train` and `seg_val`,
  /// one of them a training part's.
  static func haveCounterparts(_ names: [String]) -> Bool {
    let found = names.compactMap(resemblance)
    let training = Set(found.filter { $0.part == .training }.map(\.rest))
    return found.contains { $0.part != .training && training.contains($0.rest) }
  }

  /// `catTrain` is `cat` and `train`, `CTTest` is `ct` and `test`.
  private static func camelWords(_ name: Substring) -> [String] {
    let letters = Array(name)
    var words: [String] = []
    for (index, letter) in letters.enumerated() {
      let startsWord =
        index == 0
        || letter.isUppercase
          && (!letters[index - 1].isUppercase
            || index + 1 < letters.count && letters[index + 1].isLowercase)
      if startsWord { words.append("") }
      words[words.count - 1] += letter.lowercased()
    }
    return words
  }

  private static func part(word: String) -> DatasetPart? {
    if let part = parts[word] { return part }
    for filler in fillers where word.hasSuffix(filler) {
      if let part = parts[String(word.dropLast(filler.count))] { return part }
    }
    return nil
  }
}
