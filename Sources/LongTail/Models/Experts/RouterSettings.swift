/// A router that decides after each expert whether to ask the next one (RIDE, Wang et al., ICLR 2021,
/// section 3.3; METHODS-core 9.2).
public struct RouterSettings: Sendable, Codable, Equatable {
  /// k: how many of the largest running mean logits it sees, 1 to the number of classes. The authors'
  /// are 30 on CIFAR-100-LT, 50 on ImageNet-LT and iNaturalist 2018.
  public var topLogits: Int
  /// Width of the hidden layer over an expert's features, ≥ 1.
  public var hidden: Int

  public init(topLogits: Int = 30, hidden: Int = 16) {
    self.topLogits = topLogits
    self.hidden = hidden
  }

  func validate(experts: Int, classes: Int) throws {
    guard experts >= 2 else {
      throw SettingsError(
        "model.router",
        "chooses among experts, and the model has \(experts); expected 2 or more, "
          + "or router=none")
    }
    guard (1...classes).contains(topLogits) else {
      throw SettingsError(
        "model.router.topLogits",
        "expected 1 to \(classes), the number of classes, found \(topLogits)")
    }
    guard hidden >= 1 else {
      throw SettingsError(
        "model.router.hidden", "expected a width of at least 1, found \(hidden)")
    }
  }
}
