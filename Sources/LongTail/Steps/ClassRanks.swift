/// Classes by how frequent they are: of all of them, the most frequent first, those from one share on to another.
///
/// Of classes of a size, earlier ones count as more frequent.
public struct ClassRanks: Sendable, Codable, Equatable {
  /// Where they begin, in [0, 1).
  public var from = 0.0
  /// Where they end, in (0, 1], above ``from``.
  public var to = 1.0

  public init() {}

  public init(from: Double, to: Double) {
    self.from = from
    self.to = to
  }

  /// The groups that divide all classes at some shares, each above the one before: one more than there are shares.
  static func groups(endingAt bounds: [Double]) -> [ClassRanks] {
    zip([0] + bounds, bounds + [1]).map { ClassRanks(from: $0, to: $1) }
  }

  /// The classes themselves, ascending.
  /// - Parameter classCounts: images per class, in class order.
  /// - Returns: none where the shares are closer to each other than classes are.
  public func members(classCounts: [Int]) -> [Int] {
    let order = classCounts.indices.sorted {
      (-classCounts[$0], $0) < (-classCounts[$1], $1)
    }
    func place(_ share: Double) -> Int { Int((share * Double(order.count)).rounded()) }
    let (first, end) = (place(from), place(to))
    return first < end ? order[first..<end].sorted() : []
  }

  /// - Throws: ``SettingsError`` for shares out of range.
  func validate() throws {
    try SettingsError.require("from", from, from: 0, below: 1)
    try SettingsError.require("to", to, above: 0, to: 1)
    guard from < to else {
      throw SettingsError("to", "expected a share above from, \(from), found \(to)")
    }
  }

  /// - Throws: ``SettingsError`` where no class lies between the shares.
  func validate(classCounts: [Int]) throws {
    guard members(classCounts: classCounts).isEmpty else { return }
    throw SettingsError(
      "", "none of \(classCounts.count) classes lies between the shares \(from) and \(to)")
  }
}
