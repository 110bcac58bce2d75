internal import ArgumentParser

/// `longtail data`: looks at data and writes it out, without training.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract:
      "Describe a data set and its long-tailed split, export a part of it, pack its pictures, corrupt them, or make more.",
    discussion: """
      Examples:
        longtail data describe --data cifar100:DIR --imbalance-factor 100
        longtail data pack --data image-folder:DIR --short-side 256 --output packed
        longtail data export --data cifar100:DIR --imbalance-factor 100 --split train --output lt
        longtail data corrupt --data cifar10:DIR --output cifar10-c
        longtail data augment runs/first --output more
      """,
    subcommands: [
      DataDescribeCommand.self, DataExportCommand.self, DataPackCommand.self,
      DataCorruptCommand.self, DataAugmentCommand.self,
    ])
}
