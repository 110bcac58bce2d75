/// Largest class count over smallest.
///
/// Papers write 100 or its reciprocal 0.01; both are understood, and the description shows both.
public struct ImbalanceFactor: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Largest over smallest count, ≥ 1.
  public let value: Double
  /// Smallest over largest count, in (0, 1]: φ of the formulas.
  public let reciprocal: Double

  /// - Parameter value: at least 1, or in (0, 1], which is then the reciprocal.
  /// - Throws: ``DatasetProblem`` for any other number.
  public init(_ value: Double) throws {
    guard value.isFinite, value > 0 else {
      throw DatasetProblem(
        "imbalance factor \(shortened(value)) is neither at least 1 (such as 100) nor in (0, 1] (such as 0.01)"
      )
    }
    if value >= 1 {
      self.value = value
      reciprocal = 1 / value
    } else {
      self.value = 1 / value
      reciprocal = value
    }
  }

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer().decode(Double.self)
    try self.init(value)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// The factor alone, such as "100".
  var shortValue: String { shortened(value) }

  /// What to say of a selection whose factor differs from this one by more than a tenth; `nil` for others.
  /// - Parameter counts: samples of each class in the selection.
  /// - Returns: a sentence, or nothing.
  func warning(selected counts: [Int]) -> String? {
    guard let most = counts.max(), let least = counts.min(), least > 0 else { return nil }
    let found = Double(most) / Double(least)
    guard abs(found - value) > value / 10 else { return nil }
    return
      "an imbalance factor of \(shortValue) was asked for, and that of the selection is "
      + "\(shortened((found * 100).rounded() / 100)) (\(most) samples of the largest class, \(least) of the smallest): samples "
      + "are left out, none are added, and counts are rounded down"
  }

  /// Such as "100 (reciprocal 0.01)".
  public var description: String {
    "\(shortened(value)) (reciprocal \(shortened(reciprocal)))"
  }
}

/// A number without ".0" and with at most six significant digits.
private func shortened(_ value: Double) -> String {
  guard value.isFinite else { return "\(value)" }
  if value == value.rounded(), abs(value) < 1e9 { return "\(Int(value))" }
  let scale = 1e6
  let rounded = (value * scale).rounded() / scale
  return "\(rounded == 0 ? value : rounded)"
}
