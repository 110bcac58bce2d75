import ArgumentParser
import ArrayFiles
import Foundation

/// The ending of a file with an array that a command writes: it says what is in the file.
enum WrittenArray {
  /// - Parameters:
  ///   - path: the file to write, of `--output`.
  ///   - formats: those that the command writes. A name without an ending gets the only one; of several none is meant.
  /// - Throws: `ValidationError` that names them, for a name that says something else.
  static func check(_ path: String, isOneOf formats: ArrayFormat...) throws(ValidationError) {
    let ending = (path as NSString).pathExtension
    if let format = ArrayFormat(path: path), formats.contains(format) { return }
    guard !ending.isEmpty || formats.count > 1 else { return }
    let needed = formats.map { "." + $0.rawValue }.listed(most: 4, separator: " or ")
    throw ValidationError(
      "--output is \(path)\(ending.isEmpty ? "" : ", which says .\(ending)"); a name that ends in \(needed) is needed"
    )
  }
}
