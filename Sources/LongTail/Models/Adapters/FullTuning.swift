/// All of the backbone.
public struct FullTuning: Tuning {
  public static let name = "full"
  public static let summary = "all of the backbone"

  public init() {}

  public func trains(_ name: String) -> Bool { true }
  public var trainsAll: Bool { true }
}
