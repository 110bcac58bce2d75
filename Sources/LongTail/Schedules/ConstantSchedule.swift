/// The base rate throughout.
public struct ConstantSchedule: Schedule {
  public static let name = "constant"
  public static let summary = "the same rate in every epoch"

  public init() {}

  public func factor(at progress: StageProgress) -> Double { 1 }
}
