import ArgumentParser
import Foundation
import RunReports

/// `longtail report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one HTML page about a run, or about several side by side.",
    discussion: """
      The page needs nothing else: no network, no folder beside it. Per-class figures are also written
      as CSV next to it. It shows the last part of paths alone, so that it can be handed on.

      Examples:
        longtail report runs/bs --output report.html
        longtail report runs/ce runs/bs --output report.html
        longtail report runs/mixup runs/mislas --pictures pictures
        longtail report runs/bs --hierarchy taxa.csv:family,order --confidence 0.9
      """)

  @Argument(
    help: "Folders of finished runs; the first one's details come first.",
    transform: PathArgument.path)
  var runs: [String]

  @Option(help: "The page to write; report.html when not given.", transform: PathArgument.path)
  var output: String = "report.html"

  @Option(help: "The page's title.")
  var title: String?

  @Option(help: "A folder for the charts as SVG files of their own.", transform: PathArgument.path)
  var pictures: String?

  @OptionGroup(title: "Coarser classes") var levels: HierarchyOptions

  @OptionGroup var replacing: OverwriteOption

  @Flag(help: "Show whole paths of data, runs and the command.")
  var showPaths = false

  func run() throws {
    try RunReportWriter.write(
      runs: runs, to: output, title: title, pictures: pictures,
      levels: levels.request, showingPaths: showPaths,
      check: { try replacing.check($0) })
    try StandardOutput.print(output)
  }
}
