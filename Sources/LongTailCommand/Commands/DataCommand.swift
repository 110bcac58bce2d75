internal import ArgumentParser

/// `longtail data`: looks at data and writes it out, without training.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract:
      "Describe a data set and its long-tailed split, export a part of it, or corrupt its pictures.",
    discussion: """
      Examples:
        longtail data describe --data cifar100:DIR --imbalance-factor 100
        longtail data export --data cifar100:DIR --imbalance-factor 100 --split train --output lt
        longtail data corrupt --data cifar10:DIR --output cifar10-c
      """,
    subcommands: [DataDescribeCommand.self, DataExportCommand.self, DataCorruptCommand.self])
}
