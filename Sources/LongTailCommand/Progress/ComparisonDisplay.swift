import Calibration
import Foundation

/// Shows on standard error how far a comparison of calibrators is.
final class ComparisonDisplay {
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let began = Date()

  init(isQuiet: Bool, isTerminal: Bool = isatty(STDERR_FILENO) != 0) {
    self.isQuiet = isQuiet
    self.isTerminal = isTerminal
  }

  func show(_ step: CalibratorComparison.Step) {
    guard !isQuiet else { return }
    switch step {
    case .fitting(let name, let place, let count):
      guard isTerminal else { return }
      let left = remaining(done: place, of: count).map { "  ETA \($0)" } ?? ""
      StandardError.write("\r\u{1B}[K[\(place + 1)/\(count)] \(name)\(left)")
    case .finished(let name, let skipped, let seconds):
      let outcome = skipped.map { "skipped: \($0)" } ?? "done"
      StandardError.write(
        (isTerminal ? "\r\u{1B}[K" : "") + "\(name): \(outcome), \(Self.words(seconds))\n")
    }
  }

  /// What the fits warned of, each warning once, with the calibrators that gave it.
  func warn(_ entries: [ComparedCalibrator]) {
    guard !isQuiet else { return }
    var order: [String] = []
    var names: [String: [String]] = [:]
    for entry in entries {
      for warning in entry.measurement?.fitted?.warnings ?? [] {
        if names[warning] == nil { order.append(warning) }
        names[warning, default: []].append(entry.method)
      }
    }
    Remarks.warn(order.map { "\(names[$0, default: []].joined(separator: ", ")): \($0)" })
  }

  /// As if the calibrators to come took as long as the others did on average.
  private func remaining(done: Int, of count: Int) -> String? {
    guard done > 0 else { return nil }
    return Self.words(
      Date().timeIntervalSince(began) / Double(done) * Double(count - done))
  }

  private static func words(_ seconds: Double) -> String {
    seconds < 60
      ? String(format: seconds < 10 ? "%.1f s" : "%.0f s", seconds)
      : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  }
}
