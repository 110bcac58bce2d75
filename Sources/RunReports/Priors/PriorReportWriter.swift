public import ArrayFiles
public import Calibration
import Foundation
import LongTail
import Reports

/// Turns an estimate of a class prior into one HTML page.
public struct PriorReportWriter {
  let estimate: PriorEstimate
  let classNames: [String]
  let title: String?
  let files: [(role: String, path: String)]
  let showsPaths: Bool
  let commandLine: [String]

  /// - Parameters:
  ///   - estimate: the estimate.
  ///   - classNames: one a class, in class order.
  ///   - title: of the page; “The classes of rows without labels” when `nil`.
  ///   - files: what was read, and as what, such as `("validation", "validation/")`.
  ///   - showsPaths: whether paths appear whole, which tell of the machine and its owner.
  ///   - commandLine: what the page says it was made with.
  public init(
    estimate: PriorEstimate, classNames: [String], title: String? = nil,
    files: [(role: String, path: String)] = [], showsPaths: Bool = false,
    commandLine: [String] = CommandLine.arguments
  ) {
    self.estimate = estimate
    self.classNames = classNames
    self.title = title
    self.files = files
    self.showsPaths = showsPaths
    self.commandLine = commandLine
  }

  /// Writes the whole page or nothing.
  /// - Throws: `FileProblem` when it cannot be written.
  public func write(to path: String) throws(FileProblem) {
    let page = PriorReport(
      title: title ?? "The classes of rows without labels", estimate: estimate,
      classNames: classNames,
      environment: [Fact("longtail", Version.current)]
        + files.map { Fact($0.role, shown($0.path)) }
        + [Fact("command", commandLine.map(shown).joined(separator: " "))])
    try AtomicFile.write(Data(page.html().utf8), to: path)
  }

  /// A text as the page shows it.
  private func shown(_ text: String) -> String { showsPaths ? text : PathWords.shortened(text) }
}
