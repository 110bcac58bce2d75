internal import ArgumentParser
internal import Foundation
internal import LongTail
internal import RunReports

/// `longtail data describe`
struct DataDescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Show class counts, groups and the split's identity.",
    discussion: """
      Example: longtail data describe --data cifar100:DIR --imbalance-factor 100
      """)

  @OptionGroup var options: DataOptions

  @Option(help: "How the result is printed.")
  var format = OutputFormat.table

  func run() throws {
    let partition = try options.partition(defaultValidationFraction: 0.2)
    let description = DatasetDescription(
      of: partition, dataset: options.data ?? "", imbalanceFactor: try options.imbalance)
    // The table and JSON have the warnings themselves.
    switch format {
    case .table: try StandardOutput.print(description.table())
    case .markdown:
      Remarks.warn(description.warnings)
      try StandardOutput.print(description.markdown)
    case .csv:
      Remarks.warn(description.warnings)
      try StandardOutput.print(description.commaSeparated)
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try StandardOutput.print(String(decoding: try encoder.encode(description), as: UTF8.self))
    }
  }
}
