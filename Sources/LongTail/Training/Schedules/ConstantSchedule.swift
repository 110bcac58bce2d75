/// The base rate throughout.
public struct ConstantSchedule: Schedule {
  public static let name = "constant"
  public static let summary = "the same rate in every epoch"

  public init() {}

  public func factor(epoch: Int, epochs: Int) -> Double { 1 }
}
