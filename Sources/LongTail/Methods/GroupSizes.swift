/// How many classes authors count as many-, medium- and few-shot, from the most frequent class on.
public struct GroupSizes: Sendable, Equatable {
  /// Classes with many samples, the most frequent ones.
  public let many: Int
  /// Classes between the two.
  public let medium: Int
  /// Classes with few samples, the rarest ones.
  public let few: Int

  public init(many: Int, medium: Int, few: Int) {
    self.many = many
    self.medium = medium
    self.few = few
  }

  /// Classes of all three groups.
  public var classes: Int { many + medium + few }
}
