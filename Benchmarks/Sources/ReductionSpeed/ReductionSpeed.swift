import Foundation
import LongTail
import Torch

/// How long the processes of a group take to add up the gradients of a network, and to exchange next to nothing; rank 0
/// prints one object of JSON.
///
///     ReductionSpeed BACKBONE SIDE CLASSES REPEATS
///
/// Started once for each rank, with the variables of PyTorch's launcher. The gradients come about at once, so that no
/// computation hides a reduction.
@main
struct ReductionSpeed {
  private struct Figures: Encodable {
    let processes: Int
    /// Of all gradients of one process.
    let gradientBytes: Int
    /// Median of the reductions of all gradients: a backward pass with them less one without.
    let gradientSeconds: Double
    /// Median of the sums of one number, as the sums of a batch norm are little more.
    let latencySeconds: Double
  }

  private struct Usage: Error, CustomStringConvertible {
    let description = "usage: RANK=… ReductionSpeed BACKBONE SIDE CLASSES REPEATS"
  }

  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 5, let side = Int(words[2]), let classes = Int(words[3]),
      let repeats = Int(words[4]), repeats > 0,
      let meeting = try ProcessMeeting(launchedWith: ProcessInfo.processInfo.environment)
    else { throw Usage() }
    var settings = ModelSettings()
    settings.backbone = try Chosen(named: words[1])
    let model = try ExpertModel(
      settings,
      input: .picture(height: side, width: side, channels: 3), classes: classes, seed: 0)
    let parameters = model.store.parameters.map(\.tensor)
    let group = try ProcessGroup(meeting)
    let reducer = try GradientReducer(parameters, over: group)
    var (alone, together, latencies): ([Double], [Double], [Double]) = ([], [], [])
    // The first round warms up.
    for turn in 0...repeats {
      let times = [
        try seconds(group) { sum(parameters).backward() },
        try seconds(group) { try reducer.backward(sum(parameters)) },
        try seconds(group) { _ = try group.sum(Tensor([Float(1)])) },
      ]
      guard turn > 0 else { continue }
      alone.append(times[0])
      together.append(times[1])
      latencies.append(times[2])
    }
    guard group.rank == 0 else { return }
    let figures = Figures(
      processes: group.size, gradientBytes: parameters.reduce(0) { $0 + 4 * $1.count },
      gradientSeconds: median(together) - median(alone), latencySeconds: median(latencies))
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }

  /// A loss whose gradient is one everywhere.
  private static func sum(_ parameters: [Tensor]) -> Tensor {
    parameters.dropFirst().reduce(parameters[0].sum()) { $0 + $1.sum() }
  }

  /// All begin at once.
  private static func seconds(_ group: ProcessGroup, _ body: () throws -> Void) throws -> Double {
    try group.barrier()
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
