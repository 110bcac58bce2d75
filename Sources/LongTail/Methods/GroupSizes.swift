/// How many classes authors count as many-, medium- and few-shot, from the most frequent class on.
public struct GroupSizes: Sendable, Equatable {
  public let many: Int
  public let medium: Int
  public let few: Int

  public init(many: Int, medium: Int, few: Int) {
    self.many = many
    self.medium = medium
    self.few = few
  }

  public var classes: Int { many + medium + few }
}
