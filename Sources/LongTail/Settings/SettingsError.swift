/// A setting that does not fit, with its place in the recipe.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// The key path, such as `stages.0.optimizer.learningRate`.
  public let key: String
  public let problem: String

  public init(_ key: String, _ problem: String) {
    self.key = key
    self.problem = problem
  }

  public var description: String { "\(key): \(problem)" }
}
