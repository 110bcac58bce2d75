import ArgumentParser
import Foundation
import LongTail

/// Settings of a value as `KEY=VALUE` on the command line.
enum SettingAssignments {
  /// - Throws: `ValidationError` for a text that is no assignment.
  static func check(_ assignments: [String]) throws {
    if let odd = assignments.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
      throw ValidationError("--set: expected KEY=VALUE, found \"\(odd)\"")
    }
  }

  /// The value with these settings.
  /// - Parameters:
  ///   - assignments: `KEY=VALUE` each.
  ///   - value: what to change.
  ///   - name: what it is called, for messages.
  /// - Returns: the changed value.
  /// - Throws: `UnknownName` for a key that it does not have, `ValidationError` for a value that does not
  ///   fit.
  static func applied<Value: Codable>(
    _ assignments: [String], to value: Value, name: String
  ) throws -> Value {
    guard !assignments.isEmpty else { return value }
    do {
      let tree = try assignments.reduce(SettingsTree(encoding: value)) { tree, assignment in
        let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let text = String(parts[1])
        let value = try? JSONDecoder().decode(SettingsTree.self, from: Data(text.utf8))
        return try tree.setting(
          parts[0].split(separator: ".").map(String.init), to: value ?? .text(text))
      }
      return try tree.decoded(as: Value.self)
    } catch let error as SettingsError {
      throw ValidationError("--set of \(name): \(error)")
    } catch let error as DecodingError {
      throw ValidationError("--set of \(name): \(words(error))")
    }
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
