import ArgumentParser
import Foundation

/// Options that hold several names with commas between them.
enum NameList {
  /// The names, each at one place.
  /// - Throws: `ValidationError` for a text without a name, and for a name that stands there twice.
  static func names(_ text: String, option: String) throws -> [String] {
    let names = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    try requireUnique(names, option)
    return names
  }

  /// - Throws: `ValidationError` when there is none, or one is there twice.
  static func requireUnique<Value: Hashable>(_ values: [Value], _ option: String) throws {
    guard !values.isEmpty else { throw ValidationError("\(option): nothing is named") }
    guard Set(values).count == values.count else {
      throw ValidationError("\(option): something is named twice")
    }
  }
}
