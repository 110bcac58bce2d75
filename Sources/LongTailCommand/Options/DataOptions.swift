public import ArgumentParser
internal import Foundation
public import LongTail

extension LongTailSplit.Variant: ExpressibleByArgument {}
extension PictureFit: ExpressibleByArgument {}

/// Which data, and how they are divided. Shared by the commands that read data.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data, such as cifar100:FOLDER. Sources: \(Datasets.all.map { $0.name }.joined(separator: ", ")).",
      valueName: "source:location"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Make the training part long-tailed: largest over smallest class count, 100 or 0.01. Without it the data are taken as they are.",
      valueName: "factor"))
  var imbalanceFactor: Double?

  @Option(
    help: ArgumentHelp(
      "Which samples a long-tailed selection keeps: shuffled (nearly all papers) or first (SHIKE).",
      valueName: "variant"))
  var splitVariant = LongTailSplit.Variant.shuffled

  @Option(
    help: ArgumentHelp(
      "Chance of each training sample to be held out for validation.", valueName: "fraction"))
  var validationFraction: Double?

  @Option(
    help: ArgumentHelp(
      "Likewise for a calibration part of its own; at 0 the validation part serves.",
      valueName: "fraction"))
  var calibrationFraction = 0.0

  @Option(
    help: ArgumentHelp(
      "Share of each class held out for testing when the source has no test part.",
      valueName: "fraction"))
  var testFraction = 0.2

  @Option(help: ArgumentHelp("Side of the pictures that is resized to.", valueName: "pixels"))
  var imageSize: Int?

  @Option(
    help: ArgumentHelp(
      "With --image-size: crop the middle, or squash to a square.", valueName: "crop|squash"))
  var pictureFit = PictureFit.crop

  @Option(help: ArgumentHelp("Seed of every random choice.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp("Threads that prepare batches; at 0 none.", valueName: "threads"))
  var workers = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard 0...1024 ~= workers else {
      throw ValidationError("--workers \(workers): expected 0 … 1024")
    }
  }

  /// The imbalance factor, if one was given.
  var imbalance: ImbalanceFactor? {
    get throws { try imbalanceFactor.map { try ImbalanceFactor($0) } }
  }

  /// The source that `--data` names.
  func source() throws -> any DatasetSource {
    guard let data else {
      throw ValidationError("--data is missing, such as --data cifar100:FOLDER or --data synthetic")
    }
    var options = DatasetOptions(imageSize: imageSize, fit: pictureFit)
    options.testFraction = testFraction
    return try Datasets.source(data, options: options)
  }

  /// Loads and divides the data.
  func partition(defaultValidationFraction: Double) throws -> DataPartition {
    let imbalance = try imbalance
    return try DataPartition(
      source: try source(), imbalanceFactor: imbalance, variant: splitVariant,
      validationFraction: validationFraction ?? defaultValidationFraction,
      calibrationFraction: calibrationFraction, testFraction: testFraction, seed: seed)
  }
}
