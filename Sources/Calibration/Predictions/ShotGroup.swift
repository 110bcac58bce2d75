/// Classes by how many training images they have: above 100, 20 to 100, below 20.
public enum ShotGroup: String, Sendable, Codable, CaseIterable {
  case many, medium, few

  /// The group of a class with `count` training images (OLTR, Liu et al. 2019: > 100, 20…100, < 20).
  public init(count: Int) {
    self = count > 100 ? .many : count >= 20 ? .medium : .few
  }
}

/// Which group each class belongs to.
///
/// The rule is by training count. Where it would leave "few" without a class on ten classes
/// (CIFAR-10-LT), the published 3/4/3 split by rank is used instead (MiSLAS).
public struct ShotGroups: Sendable, Equatable, Codable {
  /// One group a class, in class order.
  public let ofClass: [ShotGroup]
  /// How the groups were made, in words for a report: "> 100, 20–100, < 20" or "3 / 4 / 3 by rank".
  public let rule: String

  public init(ofClass: [ShotGroup], rule: String) {
    self.ofClass = ofClass
    self.rule = rule
  }

  /// - Parameter counts: training images per class.
  public init(counts: [Int]) {
    let byCount = counts.map(ShotGroup.init(count:))
    guard counts.count == 10, !byCount.contains(.few) else {
      self.init(ofClass: byCount, rule: "> 100, 20–100, < 20 training images")
      return
    }
    let ranked = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    var groups = byCount
    for (rank, index) in ranked.enumerated() {
      groups[index] = rank < 3 ? .many : rank < 7 ? .medium : .few
    }
    self.init(ofClass: groups, rule: "3 / 4 / 3 classes by rank")
  }

  /// The classes of one group, ascending.
  public func classes(in group: ShotGroup) -> [Int] {
    ofClass.indices.filter { ofClass[$0] == group }
  }
}
