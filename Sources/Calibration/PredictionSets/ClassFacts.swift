/// What is known of the classes besides the calibration samples; rules and scores ask for what they need.
public struct ClassFacts: Sendable, Equatable {
  /// Training images per class, in class order.
  public var trainingCounts: [Int]?
  /// The name of each class's group, in class order.
  public var groups: [String]?
  /// The share of each class where the sets will be used, in class order, with sum 1.
  public var targetPrior: [Double]?

  /// Without `groups`, they are many, medium and few by the training counts.
  public init(
    trainingCounts: [Int]? = nil, groups: [String]? = nil, targetPrior: [Double]? = nil
  ) {
    self.trainingCounts = trainingCounts
    self.groups =
      groups ?? trainingCounts.map { ShotGroups(counts: $0).ofClass.map(\.rawValue) }
    self.targetPrior = targetPrior
  }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for a list that is not as long as there are classes.
  func check(classes: Int) throws(CalibrationError) {
    for (name, count) in [
      ("training counts", trainingCounts?.count), ("groups", groups?.count),
      ("shares of the prior", targetPrior?.count),
    ] {
      guard let count, count != classes else { continue }
      throw .invalidSetting("\(count) \(name) for \(classes) classes")
    }
  }

  /// Shares of the classes among the training images.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` without counts, or where a class has none.
  func trainingShares(for score: String) throws(CalibrationError) -> [Double] {
    guard let trainingCounts else {
      throw .invalidSetting(
        "\(score) divides by the class's share of the training images: class counts are needed")
    }
    let empty = trainingCounts.indices.filter { trainingCounts[$0] == 0 }
    guard empty.isEmpty else {
      throw .invalidSetting(
        "\(score) divides by the class's share of the training images, and \(ClassList.words(empty)) "
          + "\(empty.count == 1 ? "has" : "have") none")
    }
    let total = Double(trainingCounts.reduce(0, +))
    return trainingCounts.map { Double($0) / total }
  }
}
