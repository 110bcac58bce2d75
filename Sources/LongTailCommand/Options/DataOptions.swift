public import ArgumentParser
import ArrayFiles
import Calibration
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

  // A negative number is a value here, not an option: it gets its own message.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Make the training part long-tailed: largest over smallest class count, 100 or 0.01. Without it the data are taken as they are.",
      valueName: "factor"))
  var imbalanceFactor: Double?

  @Option(
    help: ArgumentHelp(
      "Which samples a long-tailed selection keeps: shuffled (nearly all papers; the default) or first (SHIKE).",
      valueName: "variant"))
  var splitVariant: LongTailSplit.Variant?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Chance of each training sample to be held out for validation (default 0.2; 0 for parity with the papers).",
      valueName: "fraction"))
  var validationFraction: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Likewise for a calibration part of its own; without one the validation part serves.",
      valueName: "fraction"))
  var calibrationFraction: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Share of each class held out for testing when the source has no test part (default 0.2).",
      valueName: "fraction"))
  var testFraction: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Side of the square that pictures are brought to. How: --picture-fit, and in training --set data.framing.training=…, data.framing.evaluation=… (longtail list framings).",
      valueName: "pixels"))
  var imageSize: Int?

  @Option(
    help: ArgumentHelp(
      "With --image-size: crop the middle (the default), or squash to a square.",
      valueName: "crop|squash"))
  var pictureFit: PictureFit?

  @Flag(
    help:
      "Leave out picture files that cannot be read, and say which and how many; all are decoded once first. Otherwise they are refused."
  )
  var skipUnreadable = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of every random choice (default 0).", valueName: "number"))
  var seed: Int?

  func validate() throws {
    var given = DataSettings(source: data ?? "")
    change(&given)
    if data != nil {
      do { _ = try Datasets.type(named: given.sourceName) } catch let error as UnknownName {
        throw error.at("--data")
      }
    }
    do { try given.validate() } catch let error as SettingsError {
      throw ValidationError("\(Self.option(of: error.key)): \(error.problem)")
    }
    if let seed, seed < 0 { throw ValidationError("--seed is \(seed); 0 or more is needed") }
  }

  /// - Throws: `ValidationError` for what names no source of data, whatever is wrong with its files.
  static func check(source: String) throws {
    do { _ = try Datasets.source(source) } catch let problem as DatasetProblem {
      throw ValidationError("--data: \(problem)")
    } catch let error as UnknownName {
      throw error.at("--data")
    } catch is FileProblem {
      // Who inspects the data tells it.
    }
  }

  /// The option that gives a setting of the data: `--image-size` for `imageSize`.
  private static func option(of key: String) -> String {
    "--" + key.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
  }

  /// The imbalance factor, if one was given.
  var imbalance: ImbalanceFactor? {
    get throws { try imbalanceFactor.map { try ImbalanceFactor($0) } }
  }

  /// The settings that the options describe.
  func settings(
    defaultValidationFraction: Double = DataPartition.usualValidationFraction
  ) throws -> DataSettings {
    guard let data else {
      throw ValidationError("--data is missing, such as --data cifar100:FOLDER or --data synthetic")
    }
    _ = try imbalance
    var settings = DataSettings(source: data, validationFraction: defaultValidationFraction)
    change(&settings)
    return settings
  }

  /// Overwrites what was given on the command line.
  func change(_ settings: inout DataSettings) {
    if let data { settings.source = data }
    if let imbalanceFactor { settings.imbalanceFactor = imbalanceFactor }
    if let splitVariant { settings.splitVariant = splitVariant }
    if let validationFraction { settings.validationFraction = validationFraction }
    if let calibrationFraction { settings.calibrationFraction = calibrationFraction }
    if let testFraction { settings.testFraction = testFraction }
    if let imageSize { settings.imageSize = imageSize }
    if let pictureFit { settings.pictureFit = pictureFit }
    if skipUnreadable { settings.skipUnreadable = true }
  }

  /// Loads and divides the data.
  func partition(defaultValidationFraction: Double) throws -> DataPartition {
    try settings(defaultValidationFraction: defaultValidationFraction).partition(seed: seed ?? 0)
  }

  /// The samples that are held out for validation.
  /// - Throws: `ValidationError` where there is none.
  func validationSamples(
    of partition: DataPartition, defaultFraction: Double
  ) throws -> LabelledSamples {
    guard let validation = partition.validation else {
      throw ValidationError(
        "there is no validation sample: "
          + (try settings(defaultValidationFraction: defaultFraction)).absenceOfValidation
          + "; --validation-fraction 0.2 holds out a fifth")
    }
    return validation.samples
  }
}
