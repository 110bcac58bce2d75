/// Nested sets of ever rarer classes, one for each expert: all classes for the first, and for those after it the rarest, a
/// share of all that falls from expert to expert.
enum RarestClasses {
  /// Whether each class is in each expert's set, experts first. Of classes of a size, later ones count as rarer.
  /// - Parameters:
  ///   - shares: of all classes, for each expert after the first.
  ///   - classCounts: images per class, in class order.
  ///   - experts: how many there are; those without a share have all classes.
  /// - Returns: `[experts][classes]`.
  static func sets(_ shares: [Double], classCounts: [Int], experts: Int) -> [[Bool]] {
    let order = classCounts.indices.sorted {
      (classCounts[$0], -$0) < (classCounts[$1], -$1)
    }
    return (0..<experts).map { expert in
      guard expert > 0, expert <= shares.count else { return classCounts.map { _ in true } }
      let size = max(1, Int((shares[expert - 1] * Double(classCounts.count)).rounded()))
      let members = Set(order.prefix(size))
      return classCounts.indices.map(members.contains)
    }
  }

  /// - Throws: ``SettingsError`` under `shares` for shares out of range, or one above that before it.
  static func validate(_ shares: [Double]) throws {
    for (index, share) in shares.enumerated() {
      try SettingsError.require("shares.\(index)", share, above: 0, to: 1)
      guard index == 0 || share <= shares[index - 1] else {
        throw SettingsError(
          "shares.\(index)", "\(share) is above the share before it, \(shares[index - 1])")
      }
    }
  }

  /// - Throws: ``SettingsError`` under `shares` for shares of another number of experts.
  static func validate(_ shares: [Double], experts: Int) throws {
    guard shares.count == experts - 1 else {
      throw SettingsError(
        "shares",
        "\(shares.count) shares for \(experts) experts; expected one for each after the first, "
          + "which learns from all classes")
    }
  }
}
