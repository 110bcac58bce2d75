/// A setting that does not fit, with its place in the recipe.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// The key path from the settings that were looked at, such as `stages.0.optimizer.learningRate` in a recipe
  /// and `learningRate` in an optimizer; empty for the settings themselves.
  public let key: String
  /// What was found and what was expected, as a sentence without a final full stop.
  public let problem: String

  /// A problem with the setting under a key; an empty key means the settings themselves.
  public init(_ key: String, _ problem: String) {
    self.key = key
    self.problem = problem
  }

  public var description: String { key.isEmpty ? problem : "\(key): \(problem)" }
}
