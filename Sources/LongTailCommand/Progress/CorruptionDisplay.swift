import Foundation
import LongTail

/// Shows on standard error how far corruptions are: one line that rewrites itself on a terminal, plain lines elsewhere.
final class CorruptionDisplay {
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let began = Date()
  private var lastDrawn = Date.distantPast

  init(isQuiet: Bool, isTerminal: Bool = isatty(STDERR_FILENO) != 0) {
    self.isQuiet = isQuiet
    self.isTerminal = isTerminal
  }

  func show(_ progress: CorruptedArrays.Progress) {
    let now = Date()
    guard !isQuiet, now.timeIntervalSince(lastDrawn) > (isTerminal ? 0.1 : 30) else { return }
    lastDrawn = now
    var line = "\(progress.corruption)  \(progress.done)/\(progress.total) pictures"
    if progress.done > 0 {
      let left = now.timeIntervalSince(began) * Double(progress.total - progress.done)
      line += "  ETA \(TrainingDisplay.duration(left / Double(progress.done)))"
    }
    StandardError.write(isTerminal ? "\r\u{1B}[K\(line)" : line + "\n")
  }

  func close() {
    if isTerminal, !isQuiet { StandardError.write("\r\u{1B}[K") }
  }
}
