import ArrayFiles
import Foundation
import Yams

/// Recipes as YAML.
public enum RecipeFile {
  /// The recipe as YAML text, keys in the order of the type.
  /// - Throws: `EncodingError` when a setting cannot be written, such as an infinite rate.
  public static func text(_ recipe: Recipe) throws -> String {
    let encoder = YAMLEncoder()
    encoder.options.sortKeys = false
    let text = try encoder.encode(recipe)
    guard let node = try compose(yaml: text) else { return text }
    return try serialize(node: withExactNumbers(node, SettingsTree(encoding: recipe)))
  }

  /// The encoder cuts numbers to 15 digits; a run is resumed with exactly those it began with.
  private static func withExactNumbers(
    _ node: Node, _ tree: SettingsTree
  ) -> Node {
    switch (node, tree) {
    case (.scalar(var scalar), .number(let value)):
      scalar.string = String(value)
      return .scalar(scalar)
    case (.scalar(var scalar), .integer(let value)):
      scalar.string = String(value)
      return .scalar(scalar)
    case (.mapping(let mapping), .table(let values)):
      let pairs = mapping.map { key, value in
        (key, withExactNumbers(value, values[key.string ?? ""] ?? .null))
      }
      return Node(pairs, mapping.tag, mapping.style)
    case (.sequence(let sequence), .list(let values)):
      return Node(
        zip(sequence, values).map { withExactNumbers($0, $1) }, sequence.tag, sequence.style)
    default:
      return node
    }
  }

  /// A YAML file as a settings tree.
  /// - Throws: `FileProblem` with the line of a syntax error.
  public static func readTree(_ path: String) throws -> SettingsTree {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(path, "cannot be read; expected a recipe in YAML")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw FileProblem(path, "is not UTF-8 text; expected a recipe in YAML")
    }
    do {
      return try tree(fromYAML: text)
    } catch {
      let isLimit = error is YAMLSettings.Problem
      throw FileProblem(path, isLimit ? "is no recipe: \(error)" : "is not valid YAML: \(error)")
    }
  }

  /// Any YAML text as a settings tree.
  /// - Throws: an error that says what is wrong; also for a document that stands for more than any recipe.
  public static func tree(fromYAML text: String) throws -> SettingsTree {
    try YAMLSettings.tree(text)
  }
}

extension Recipe {
  /// This recipe with a partial tree laid over it.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func overlaid(with changes: SettingsTree) throws -> Recipe {
    let own = try SettingsTree(encoding: self)
    return try Recipe(tree: own.overlaid(with: changes), changedFrom: own)
  }

  /// This recipe after `key=value`, where key is a path such as `stages.0.optimizer.learningRate`.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func setting(_ assignment: String) throws -> Recipe { try setting([assignment]) }

  /// This recipe after several assignments. Only what they give together has to make sense.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func setting(_ assignments: [String]) throws -> Recipe {
    let own = try SettingsTree(encoding: self)
    return try Recipe(tree: own.setting(assignments), changedFrom: own)
  }

  private init(tree: SettingsTree, changedFrom own: SettingsTree) throws {
    self = try tree.decoded(as: Recipe.self, changedFrom: own).expandingHomeFolder
    try validate()
  }
}
