import Foundation

/// Shows on standard error how many pictures are made: one line that rewrites itself on a terminal, plain lines elsewhere.
final class PictureDisplay {
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let began = Date()
  private var lastDrawn = Date.distantPast

  init(isQuiet: Bool, isTerminal: Bool = isatty(STDERR_FILENO) != 0) {
    self.isQuiet = isQuiet
    self.isTerminal = isTerminal
  }

  /// - Parameters:
  ///   - name: what is being made.
  ///   - done: pictures that were made.
  ///   - total: pictures that are made in all.
  func show(_ name: String, done: Int, of total: Int) {
    let now = Date()
    guard !isQuiet, now.timeIntervalSince(lastDrawn) > (isTerminal ? 0.1 : 30) else { return }
    lastDrawn = now
    var line = "\(name)  \(done)/\(total) pictures"
    if done > 0 {
      let left = now.timeIntervalSince(began) * Double(total - done)
      line += "  ETA \(TrainingDisplay.duration(left / Double(done)))"
    }
    StandardError.write(isTerminal ? "\r\u{1B}[K\(line)" : line + "\n")
  }

  func close() {
    if isTerminal, !isQuiet { StandardError.write("\r\u{1B}[K") }
  }
}
