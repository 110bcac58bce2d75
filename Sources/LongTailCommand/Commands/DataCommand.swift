internal import ArgumentParser

/// `longtail data`: looks at data and writes it out, without training.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Describe a data set and its long-tailed split, or export a part of it.",
    subcommands: [DataDescribeCommand.self, DataExportCommand.self])
}
