internal import ArgumentParser
internal import Foundation
internal import LongTail

/// `longtail data export`
struct DataExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write one part as NumPy arrays: images or features, labels, original indices.",
    discussion: """
      The training part is the whole selection, as papers use it, unless --validation-fraction holds some of it out.

      Example: longtail data export --data cifar100:DIR --imbalance-factor 100 --split train --output lt
      """)

  /// Which part is written.
  enum Part: String, ExpressibleByArgument, CaseIterable {
    case train, validation, test
  }

  @OptionGroup var options: DataOptions

  @Option(help: "The part to write.")
  var split: Part

  @Option(
    help: ArgumentHelp("Folder for the files; made when it is not there.", valueName: "folder"),
    transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  func run() throws {
    // The folder may be the very one that the samples come from.
    for name in SampleExport.fileNames {
      try replacing.check((output as NSString).appendingPathComponent(name))
    }
    let partition = try options.partition(defaultValidationFraction: 0)
    Remarks.warn(partition.warnings)
    try SampleExport.write(
      try samples(partition), classCounts: partition.publishedCounts, to: output)
    try StandardOutput.print(
      "\(partition.splitIdentity.words), SHA-256 \(partition.splitIdentity.sha256)")
  }

  private func samples(_ partition: DataPartition) throws -> LabelledSamples {
    switch split {
    case .train: partition.training.samples
    case .validation: try options.validationSamples(of: partition, defaultFraction: 0)
    case .test: partition.test.samples
    }
  }
}
