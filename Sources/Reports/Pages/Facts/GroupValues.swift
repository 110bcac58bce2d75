public import Calibration

/// One value a shot group; `nil` for a group without a class or without a sample, never zero.
public struct GroupValues<Value: Sendable & Codable & Equatable>: Sendable, Codable, Equatable {
  /// Of the many-shot classes.
  public var many: Value?
  /// Of the medium-shot classes.
  public var medium: Value?
  /// Of the few-shot classes.
  public var few: Value?

  public init(many: Value? = nil, medium: Value? = nil, few: Value? = nil) {
    self.many = many
    self.medium = medium
    self.few = few
  }

  /// The value of one group.
  public subscript(group: ShotGroup) -> Value? {
    get {
      switch group {
      case .many: many
      case .medium: medium
      case .few: few
      }
    }
    set {
      switch group {
      case .many: many = newValue
      case .medium: medium = newValue
      case .few: few = newValue
      }
    }
  }

  /// Whether no group has a value.
  public var isEmpty: Bool { many == nil && medium == nil && few == nil }
}
