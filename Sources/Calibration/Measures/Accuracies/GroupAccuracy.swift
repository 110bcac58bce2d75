/// Mean of the recalls of a group's classes: many, medium or few training images.
public struct GroupAccuracy: Measure {
  /// The classes whose accuracy it is.
  public let group: ShotGroup
  public let direction = MeasureDirection.higherIsBetter
  public let need = MeasureNeed.bins

  public init(_ group: ShotGroup) { self.group = group }

  public var name: String { "accuracy_\(group.rawValue)" }
  public var title: String { group.rawValue }
  public var summary: String {
    switch group {
    case .many: "mean accuracy of classes with many training images"
    case .medium: "mean accuracy of classes with a medium number"
    case .few: "mean accuracy of classes with few training images"
    }
  }

  public func convention(_ settings: MeasureSettings) -> String {
    "accuracy/mean-of-classes/\(group.rawValue)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    guard let groups = evidence.groups else { return .absent("no class counts were given") }
    return MeasuredValue(
      evidence.accuracies.of(group, in: groups), otherwise: "no class of that group has a sample")
  }

  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    evidence.groups.flatMap { evidence.accuracyInterval(of: $0.classes(in: group)) }
  }
}
