/// Nothing of the backbone: classifiers learn on its features.
public struct LinearProbe: Tuning {
  public static let name = "linear-probe"
  public static let summary = "nothing of the backbone; classifiers learn on its features"

  public init() {}

  public func trains(_ name: String) -> Bool { false }
}
