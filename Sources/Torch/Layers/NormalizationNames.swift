/// What the tensors of a batch norm are called below its path, as in PyTorch.
public enum NormalizationNames {
  /// The running mean, `[channels]`.
  public static let mean = "running_mean"
  /// The running variance, `[channels]`.
  public static let variance = "running_var"

  /// The path of the layer, with its last point where it has one, whose running mean is called so; `nil` for other
  /// tensors.
  public static func layer(ofMean name: String) -> String? {
    name.hasSuffix(mean) ? String(name.dropLast(mean.count)) : nil
  }
}
