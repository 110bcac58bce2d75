public import Calibration
import Foundation

/// A reliability diagram in signs: a line a bin, its accuracy as a bar, its confidence as a mark.
public struct ReliabilityText: Sendable {
  private let bins: [ReliabilityBin]
  private static let width = 40

  /// - Parameter bins: ascending, touching.
  public init(_ bins: [ReliabilityBin]) { self.bins = bins }

  /// A heading, a line a bin, and a legend.
  public var text: String {
    let counts = bins.map { "\($0.count)" }
    let countWidth = max("samples".count, counts.map(\.count).max() ?? 0)
    let ranges = bins.map { String(format: "%.3f–%.3f", $0.lower, $0.upper) }
    let rangeWidth = max("confidence".count, ranges.map(\.count).max() ?? 0)
    let head =
      padded("confidence", rangeWidth) + "  "
      + String(repeating: " ", count: countWidth - "samples".count)
      + "samples  accuracy    gap  0" + String(repeating: " ", count: Self.width - 2) + "1"
    let lines = bins.indices.map { index in
      let bin = bins[index]
      let figures =
        if let accuracy = bin.accuracy, let gap = bin.gap {
          String(format: "%8.3f %+6.3f", accuracy, gap)
        } else {
          String(repeating: " ", count: 15)
        }
      let count = String(repeating: " ", count: countWidth - counts[index].count) + counts[index]
      return (padded(ranges[index], rangeWidth) + "  " + count + "  " + figures + "  " + bar(bin))
        .replacingOccurrences(of: " +$", with: "", options: .regularExpression)
    }
    let legend = "█ accuracy   ░ missing to the confidence   ┃ confidence"
    return ([head] + lines + [legend]).joined(separator: "\n")
  }

  private func bar(_ bin: ReliabilityBin) -> String {
    guard let accuracy = bin.accuracy, let confidence = bin.confidence else { return "" }
    let filled = cells(accuracy)
    let mark = min(cells(confidence), Self.width - 1)
    return String(
      (0..<Self.width).map { cell -> Character in
        if cell == mark { return "┃" }
        if cell < filled { return "█" }
        return cell < mark ? "░" : " "
      })
  }

  private func cells(_ share: Double) -> Int {
    min(max(Int((share * Double(Self.width)).rounded()), 0), Self.width)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }
}
