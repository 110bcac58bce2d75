import Foundation

/// Several arrays of a file or a folder that may each be the one that is wanted.
extension ArrayCollection {
  /// Refuses a file that holds other numbers under two names of one array.
  /// - Parameter names: what the array may be called.
  /// - Throws: `FileProblem` for two of them that differ, and for one that cannot be read.
  func refuseSynonyms(_ names: [String]) throws(FileProblem) {
    let known = self.names
    let found = names.filter(known.contains)
    guard let first = found.first, let one = try stored(first)?.array else { return }
    for name in found.dropFirst() {
      guard let other = try stored(name)?.array, !one.holdsSameNumbers(as: other) else { continue }
      throw FileProblem(
        path,
        "the arrays '\(first)' \(one.shape) and '\(name)' \(other.shape) may both be meant; choose one by FILE:NAME, or leave "
          + "one of them out of the file")
    }
  }

  /// Refuses two files of a folder whose names are the singular and the plural of one array's, `label.npy` beside
  /// `labels.npy`, where they hold other numbers.
  /// - Parameters:
  ///   - own: the array that is taken.
  ///   - file: its file.
  ///   - other: the other file; `nil` where there is none.
  ///   - read: reads an array of the same kind.
  /// - Throws: `FileProblem` that names both files. A file that cannot be read as such an array is none.
  package static func refuseTwin(
    of own: NumericArray, _ file: String, _ other: String?,
    reading read: (_ file: String) throws(FileProblem) -> NumericArray
  ) throws(FileProblem) {
    guard let other, let twin = try? read(other), !own.holdsSameNumbers(as: twin) else { return }
    let names = [file, other].map { ($0 as NSString).lastPathComponent }
    throw FileProblem(
      file.parentFolder,
      "\(names[0]) \(own.shape) and \(names[1]) \(twin.shape) are both in this folder, with other numbers, and may both "
        + "be meant; one of them was expected")
  }

  /// The singular of a plural, and the reverse: label of labels, probabilities of probability.
  package static func twin(of name: String) -> String {
    if name.hasSuffix("ies") { return name.dropLast(3) + "y" }
    if name.hasSuffix("s") { return String(name.dropLast()) }
    return name.hasSuffix("y") ? name.dropLast() + "ies" : name + "s"
  }
}

extension NumericArray {
  /// Whether the elements are the same numbers in one order, of whatever types.
  func holdsSameNumbers(as other: NumericArray) -> Bool {
    guard count == other.count else { return false }
    if elementType == other.elementType, bytes == other.bytes { return true }
    return doubles() == other.doubles()
  }
}
