/// Which epoch's weights a run ends with.
public enum CheckpointSelection: String, Sendable, Codable, CaseIterable {
  /// The last epoch's.
  case last
  /// The epoch with the best balanced accuracy on the validation part.
  case validation
  /// The epoch with the best accuracy on the test set, as several papers do. It makes the test
  /// figures too good, so every table and report that shows the run says so.
  case test
}

/// Arithmetic of the forward pass.
public enum Precision: String, Sendable, Codable, CaseIterable {
  case float32
  /// Autocast to bfloat16; parameters and optimizer stay in float32.
  case bfloat16

  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "precision")
  }
}
