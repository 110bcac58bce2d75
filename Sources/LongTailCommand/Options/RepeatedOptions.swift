import ArgumentParser
import Foundation

/// Options that a command line gives twice with other values, of which only one would count.
enum RepeatedOptions {
  /// Refuses an option that stands twice with other values, unless it takes several, and a key of `--set` likewise.
  /// - Parameters:
  ///   - arguments: what follows the name of the program.
  ///   - command: the command that they call.
  /// - Throws: `ValidationError` that names both values.
  static func refuse(
    _ arguments: [String], of command: any ParsableCommand.Type
  ) throws(ValidationError) {
    // What the options are is asked for only where one may stand twice.
    let names = arguments.filter { $0.hasPrefix("--") }.map { $0.prefix { $0 != "=" } }
    guard Set(names).count < names.count, let known = KnownOption.options(of: command) else {
      return
    }
    var values: [String: String] = [:]
    var assignments: [(key: Substring, text: String)] = []
    for (name, value) in given(arguments, known) {
      guard known[name]?.isRepeating != true else {
        if name == "set" { try add(value, to: &assignments) }
        continue
      }
      guard let other = values.updateValue(value, forKey: name), other != value else { continue }
      throw ValidationError(
        "--\(name) stands twice, as “\(other)” and as “\(value)”; only one of them can count")
    }
  }

  /// The options of a command line with their values, in order.
  private static func given(
    _ arguments: [String], _ known: [String: KnownOption]
  ) -> [(name: String, value: String)] {
    var found: [(String, String)] = []
    var rest = arguments.prefix { $0 != "--" }
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else { continue }
      let parts = argument.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first.map(String.init), known[name] != nil else { continue }
      guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else { continue }
      found.append((name, value))
    }
    return found
  }

  /// Adds `KEY=VALUE`.
  /// - Throws: `ValidationError` where it takes back what an earlier one says: of the same key, or of one below it.
  private static func add(
    _ text: String, to assignments: inout [(key: Substring, text: String)]
  ) throws(ValidationError) {
    let key = text.prefix { $0 != "=" }
    if let other = assignments.first(where: { earlier in
      earlier.text != text && (earlier.key == key || earlier.key.hasPrefix(key + "."))
    }) {
      throw ValidationError(
        other.key == key
          ? "--set gives \(key) twice, as “\(other.text)” and as “\(text)”; only one of them can count"
          : "--set “\(text)” replaces all of \(key), also what “\(other.text)” says before; give the whole first"
      )
    }
    assignments.append((key, text))
  }

  /// An option that takes a value.
  private struct KnownOption {
    /// Whether it may stand several times.
    let isRepeating: Bool

    /// Those of a command, by their long names without the dashes; `nil` where the parser does not tell.
    static func options(of command: any ParsableCommand.Type) -> [String: KnownOption]? {
      let text = command._dumpHelp()
      guard let tool = try? JSONDecoder().decode(Tool.self, from: Data(text.utf8)) else {
        return nil
      }
      let options = (tool.command.arguments ?? []).filter { $0.kind == "option" }
      return options.reduce(into: [:]) { known, option in
        for name in option.names ?? [] where name.kind == "long" {
          known[name.name] = KnownOption(isRepeating: option.isRepeating)
        }
      }
    }
  }

  /// The parser's own description of a command, as far as it is wanted here.
  private struct Tool: Decodable {
    let command: Command

    struct Command: Decodable {
      let arguments: [Argument]?
    }

    struct Argument: Decodable {
      let kind: String
      let isRepeating: Bool
      let names: [Name]?
    }

    struct Name: Decodable {
      let kind: String
      let name: String
    }
  }
}
