/// Whose samples batch norm in training takes its statistics from, where several processes share a batch.
public enum BatchNormStatistics: String, Sendable, Codable, CaseIterable {
  /// The whole batch's: any number of processes makes the step of one.
  case synchronized
  /// Those of each process's part, as PyTorch's data-parallel training has it without `SyncBatchNorm`. Nothing is sent
  /// during a forward pass, and results depend on the number of processes.
  case local

  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "source of batch norm's statistics")
  }
}
