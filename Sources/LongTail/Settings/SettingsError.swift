/// A setting that does not fit, with its place in the recipe.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// The key path from the settings that were looked at, such as `stages.0.optimizer.learningRate` in a recipe
  /// and `learningRate` in an optimizer; empty for the settings themselves.
  public let key: String
  public let problem: String

  public init(_ key: String, _ problem: String) {
    self.key = key
    self.problem = problem
  }

  public var description: String { key.isEmpty ? problem : "\(key): \(problem)" }
}
