public import Calibration

/// The classes of a chart over frequency: what each is called, its training images and its group.
public struct ClassFrequencies: Sendable, Equatable {
  /// One a class, in class order.
  public let classNames: [String]
  /// Training images per class, in class order.
  public let counts: [Int]
  /// The group of each class, for the bands behind the dots.
  public let groups: ShotGroups

  /// - Precondition: one name and group a class.
  public init(classNames: [String], counts: [Int], groups: ShotGroups) {
    precondition(
      classNames.count == counts.count && groups.ofClass.count == counts.count,
      "\(classNames.count) names, \(counts.count) counts, \(groups.ofClass.count) groups")
    self.classNames = classNames
    self.counts = counts
    self.groups = groups
  }

  /// Those of what runs were trained on.
  public init(_ dataset: DatasetFacts) {
    self.init(classNames: dataset.classNames, counts: dataset.counts, groups: dataset.groups)
  }

  /// Stops the program unless there is a figure a class.
  func requireOneEach(_ figures: some Collection) {
    precondition(
      figures.count == counts.count, "\(figures.count) figures for \(counts.count) classes")
  }
}
