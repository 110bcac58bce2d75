import Foundation
import LongTail

/// Shows a run's progress on standard error: one line that rewrites itself on a terminal, plain lines
/// elsewhere.
final class TrainingDisplay: TrainingObserver {
  private let isTerminal: Bool
  private let quiet: Bool
  private var started: (date: Date, share: Double)?
  private var meter = ProcessorMeter()
  private var lastDrawn = Date.distantPast
  private var lineIsOpen = false

  init(quiet: Bool = false, isTerminal: Bool = isatty(STDERR_FILENO) != 0) {
    self.quiet = quiet
    self.isTerminal = isTerminal
  }

  func progressed(_ progress: TrainingProgress) {
    guard !quiet else { return }
    let now = Date()
    meter.update(at: now)
    let first = started ?? (now, progress.shareDone)
    started = first
    guard now.timeIntervalSince(lastDrawn) > (isTerminal ? 0.1 : 30) else { return }
    lastDrawn = now
    let line = Self.line(
      progress, seconds: now.timeIntervalSince(first.date), since: first.share,
      processors: meter.share)
    if isTerminal {
      StandardError.write("\r\u{1B}[K\(Self.bar(progress.shareDone)) \(line)")
      lineIsOpen = true
    } else {
      StandardError.print(line)
    }
  }

  /// How far the run is; `seconds` ago the share of its work that was done was `share`.
  private static func line(
    _ progress: TrainingProgress, seconds: Double, since share: Double,
    processors: ProcessorShare?
  ) -> String {
    var parts: [String] = []
    if progress.stages > 1 {
      parts.append("stage \(progress.stage + 1)/\(progress.stages) \(progress.stageName)")
    }
    parts.append("epoch \(progress.epoch + 1)/\(progress.epochs)")
    parts.append("step \(progress.step)/\(progress.steps)")
    if let loss = progress.loss { parts.append("loss \(fixed(loss, 4))") }
    if let speed = progress.imagesPerSecond { parts.append("\(Int(speed.rounded())) images/s") }
    let done = progress.shareDone - share
    let left = (1 - progress.shareDone) * seconds / done
    parts.append("ETA \(done > 0 && left.isFinite ? duration(left) : "–")")
    if let processors, processors.isShort {
      let asked = processors.asked
      let whole = abs(asked - asked.rounded()) < 0.05
      parts.append(
        "gets \(fixed(processors.got, 1)) of \(fixed(asked, whole ? 0 : 1)) cores: the machine is busy"
      )
    }
    return parts.joined(separator: "  ")
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

  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole >= 3600
      ? "\(whole / 3600) h \(whole / 60 % 60) min"
      : whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }
}
