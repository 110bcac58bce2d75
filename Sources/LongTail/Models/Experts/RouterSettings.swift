/// A router that decides after each expert whether to ask the next one (RIDE, Wang et al., ICLR 2021,
/// section 3.3).
public struct RouterSettings: Sendable, Codable, Equatable {
  /// k: how many of the largest running mean logits it sees, 1 to the number of classes. The authors'
  /// are 30 on CIFAR-100-LT, 50 on ImageNet-LT and iNaturalist 2018.
  public var topLogits: Int
  /// Width of the hidden layer over an expert's features, 1 … 100,000.
  public var hidden: Int

  public init(topLogits: Int = 30, hidden: Int = 16) {
    self.topLogits = topLogits
    self.hidden = hidden
  }

  /// - Throws: ``SettingsError`` for numbers that no network could have.
  func validate() throws {
    try SettingsError.require("topLogits", topLogits, in: 1...Int.max)
    try SettingsError.require("hidden", hidden, in: 1...100_000)
  }

  /// - Throws: ``SettingsError`` for numbers that do not fit the rest of the network.
  func validate(experts: Int, classes: Int) throws {
    guard experts >= 2 else {
      throw SettingsError(
        "",
        "chooses among experts, and the model has \(experts); expected 2 or more, "
          + "or router=none")
    }
    guard (1...classes).contains(topLogits) else {
      throw SettingsError(
        "topLogits",
        "expected 1 to \(classes), the number of classes, found \(topLogits)")
    }
  }
}
