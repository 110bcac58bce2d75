import Foundation
import LongTail

/// Shows a run's progress on standard error: one line that rewrites itself on a terminal, plain lines
/// elsewhere.
final class TrainingDisplay: TrainingObserver {
  private let isTerminal: Bool
  private let quiet: Bool
  private var started: (date: Date, stepsDone: Int)?
  private var lastDrawn = Date.distantPast
  private var lineIsOpen = false

  init(quiet: Bool = false, isTerminal: Bool = isatty(STDERR_FILENO) != 0) {
    self.quiet = quiet
    self.isTerminal = isTerminal
  }

  func progressed(_ progress: TrainingProgress) {
    guard !quiet else { return }
    let now = Date()
    let first = started ?? (now, progress.totalStepsDone)
    started = first
    guard now.timeIntervalSince(lastDrawn) > (isTerminal ? 0.1 : 30) else { return }
    lastDrawn = now
    let done = progress.totalStepsDone - first.stepsDone
    let seconds = now.timeIntervalSince(first.date)
    let left = Double(progress.totalSteps - progress.totalStepsDone)
    let remaining = done > 0 ? Self.duration(left * seconds / Double(done)) : "–"
    let stage =
      progress.stages > 1
      ? "stage \(progress.stage + 1)/\(progress.stages) \(progress.stageName)  " : ""
    let figures =
      "epoch \(progress.epoch + 1)/\(progress.epochs)  step \(progress.step)/\(progress.steps)  "
      + "loss \(Self.fixed(progress.loss, 4))  \(Int(progress.imagesPerSecond.rounded())) images/s  "
      + "ETA \(remaining)"
    if isTerminal {
      let share = Double(progress.totalStepsDone) / Double(max(1, progress.totalSteps))
      StandardError.write("\r\u{1B}[K\(Self.bar(share)) \(stage)\(figures)")
      lineIsOpen = true
    } else {
      StandardError.write("\(stage)\(figures)\n")
    }
  }

  func finished(_ record: EpochRecord) {
    guard !quiet else { return }
    closeLine()
    var line =
      "\(record.stageName) \(record.epoch + 1)/\(record.epochs)  rate \(Self.rate(record.learningRate))  "
      + "loss \(Self.fixed(record.loss, 4))  training accuracy \(Self.percent(record.trainingAccuracy))"
    if let validation = record.validation {
      line +=
        "  validation: accuracy \(Self.percent(validation.accuracy)), "
        + "balanced \(Self.percent(validation.balancedAccuracy)), "
        + "ECE \(Self.percent(validation.calibrationError))"
    }
    if let test = record.test {
      line += "  test (selects): accuracy \(Self.percent(test.accuracy))"
    }
    line += "  \(Int(record.timing.imagesPerSecond.rounded())) images/s"
    StandardError.print(line)
  }

  func noted(_ text: String) {
    guard !quiet else { return }
    closeLine()
    StandardError.print(text)
  }

  private func closeLine() {
    if lineIsOpen { StandardError.write("\r\u{1B}[K") }
    lineIsOpen = false
  }

  private static func bar(_ share: Double) -> String {
    let width = 20
    let filled = min(width, Int(share * Double(width)))
    return "[" + String(repeating: "█", count: filled)
      + String(repeating: "░", count: width - filled) + "] \(Int(share * 100)) %"
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  static func percent(_ value: Double) -> String { fixed(value * 100, 1) + " %" }

  private static func rate(_ value: Double) -> String { String(format: "%.4g", value) }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole >= 3600
      ? "\(whole / 3600) h \(whole / 60 % 60) min"
      : whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }
}
