/// What columns and arrays that say which sample a row is are called.
extension SampleKeys {
  /// Columns that say which sample a row is, in small letters: none of them is a feature.
  static let names = [
    "id", "ids", "index", "indices", "idx", "row", "row_id", "rowid", "sample", "sample_id",
    "sampleid",
    "uid", "uuid", "key", "image", "image_id", "imageid", "image_path", "image_name", "img", "file",
    "filename", "file_name", "filepath", "file_path", "fname", "path", "name",
  ]

  /// Last words of such names, in the singular.
  private static let lastWords: Set<String> = [
    "id", "uid", "uuid", "guid", "idx", "index", "key", "path", "file", "filename", "filepath",
    "fname", "url", "uri", "hash", "md5", "sha1", "sha256",
  ]
  /// What may have a name that tells samples apart.
  private static let named: Set<String> = [
    "image", "img", "file", "sample", "picture", "photo", "video", "audio", "frame", "scan",
    "slide", "case", "row", "document",
  ]
  /// Words of names of something else, in the singular: a number or a text of a sample that two files may well have
  /// differently, or in another order.
  private static let otherWords: Set<String> = [
    "y", "class", "classe", "label", "target", "category", "categorie", "truth", "true", "gt",
    "pred", "predicted", "prediction", "hat", "argmax", "argsort", "output", "top", "logit", "prob",
    "probability", "probabilitie", "score", "confidence", "conf", "loss", "entropy", "margin",
    "weight", "count", "correct", "hit", "rank", "order", "sort", "sorted", "perm", "permutation",
    "nearest", "neighbor", "neighbour", "split", "subset", "fold", "partition", "group", "cluster",
    "domain", "expert", "epoch", "step", "seed", "feature", "embedding", "uncertainty",
    "uncertaintie",
  ]

  /// Whether a column or array is called as keys are (`filename`, `image_ids`, `imgPaths`, `__key__`), or is pandas' index.
  static func areCalled(_ name: String) -> Bool {
    let whole = name.lowercased()
    guard !whole.isEmpty, !whole.hasPrefix("unnamed: "), !names.contains(whole) else { return true }
    let words = words(of: name)
    guard let last = words.last, otherWords.isDisjoint(with: words) else { return false }
    return names.contains(words.joined(separator: "_")) || lastWords.contains(last)
      || last == "name" && words.dropLast().last.map(named.contains) == true
  }

  /// Whether an array may be one of keys by its name: not labels, names of classes, counts, predictions, parts of the data.
  static func mayBeCalled(_ name: String) -> Bool {
    otherWords.isDisjoint(with: words(of: name))
      && !(PredictionRows.labelNames + PredictionRows.labelWords).contains(name.lowercased())
  }

  /// The words of a name in small letters and in the singular: image and id of image_ids and imageIds.
  private static func words(of name: String) -> [String] {
    var words = [""]
    var isSmall = false
    for character in name {
      let isWord = character.isLetter || character.isNumber
      if !isWord || isSmall && character.isUppercase { words.append("") }
      if isWord { words[words.count - 1] += character.lowercased() }
      isSmall = character.isLowercase
    }
    return words.filter { !$0.isEmpty }.map(singular)
  }

  private static func singular(_ word: String) -> String {
    if word == "indices" { return "index" }
    if ["xes", "shes", "sses"].contains(where: word.hasSuffix) { return String(word.dropLast(2)) }
    return word.hasSuffix("s") && !word.hasSuffix("ss") && word.count > 2
      ? String(word.dropLast()) : word
  }
}
