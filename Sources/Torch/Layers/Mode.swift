/// What a forward pass is for.
public enum Mode: Sendable {
  /// Batch norm uses the batch's statistics and moves its running ones; dropout drops.
  case training
  case inference
}
