import ArgumentParser
import Foundation
import LongTail

/// What `--set key=value` says, for anything whose settings are its stored properties.
struct SettingAssignments {
  let texts: [String]

  /// - Throws: `ValidationError` for a text without a key or without a value.
  func validate() throws {
    if let odd = texts.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
      throw ValidationError("--set: expected KEY=VALUE, found \"\(odd)\"")
    }
  }

  /// The value with these settings; `name` is that of the value, for messages.
  /// - Throws: `UnknownName` for a key that it does not have, `ValidationError` for a value that does not
  ///   fit.
  func applied<Value: Codable>(to value: Value, called name: String) throws -> Value {
    guard !texts.isEmpty else { return value }
    do {
      let tree = try texts.reduce(SettingsTree(encoding: value)) { tree, assignment in
        let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let text = String(parts[1])
        let new = try? JSONDecoder().decode(SettingsTree.self, from: Data(text.utf8))
        return try tree.setting(
          parts[0].split(separator: ".").map(String.init), to: new ?? .text(text))
      }
      return try tree.decoded(as: Value.self)
    } catch let error as SettingsError {
      throw ValidationError("--set of \(name): \(error)")
    } catch let error as DecodingError {
      throw ValidationError("--set of \(name): \(Self.words(error))")
    }
  }

  /// The assignments of the keys that a value has at its top.
  func selecting(keysOf value: some Encodable) throws -> SettingAssignments {
    let keys = try Self.keys(of: value)
    return SettingAssignments(texts: texts.filter { keys.contains(Self.key(of: $0)) })
  }

  /// The keys that a value has at its top, in order.
  static func keys(of value: some Encodable) throws -> [String] {
    guard case .table(let values) = try SettingsTree(encoding: value) else { return [] }
    return values.keys.sorted()
  }

  /// The first part of an assignment's key.
  static func key(of text: String) -> String {
    String(text.prefix { $0 != "=" && $0 != "." })
  }

  private static func words(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      return key.isEmpty ? context.debugDescription : "\(key): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}
