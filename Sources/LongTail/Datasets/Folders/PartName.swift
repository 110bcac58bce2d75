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

  /// True for names that have a part's name in them, such as `train2017` or `seg_test`.
  static func resemblesPart(_ name: String) -> Bool {
    name.lowercased().split { !$0.isLetter }.contains { part(word: String($0)) != nil }
  }

  private static func part(word: String) -> DatasetPart? {
    if let part = parts[word] { return part }
    for filler in fillers where word.hasSuffix(filler) {
      if let part = parts[String(word.dropLast(filler.count))] { return part }
    }
    return nil
  }
}
