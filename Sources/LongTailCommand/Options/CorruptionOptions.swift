import ArgumentParser
import Calibration
import LongTail

/// What is corrupted, and how.
struct CorruptionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The pictures, such as cifar10:FOLDER.", valueName: "source:location"))
  var data: String

  @Option(
    help: ArgumentHelp("Side of the square that pictures are brought to.", valueName: "pixels"))
  var imageSize: Int?

  @Option(
    help: ArgumentHelp(
      "With --image-size: crop the middle (the default), or squash to a square.",
      valueName: "crop|squash"))
  var pictureFit: PictureFit = .crop

  @Option(
    help:
      "The published strengths: cifar, for pictures of 32×32, or imagenet, for pictures of 224×224."
  )
  var parameters: CorruptionParameters = .cifar

  @Option(
    help: ArgumentHelp(
      "Which ones, with commas: \(Corruptions.names.joined(separator: ", ")). All of them when not given.",
      valueName: "names"))
  var corruptions: String?

  @Option(
    help: ArgumentHelp(
      "Folder with the photographs of frost: \(FrostPictures.names.joined(separator: ", ")).",
      valueName: "folder"), transform: PathArgument.path)
  var frostPictures: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of every random choice (default 0).", valueName: "number"))
  var seed = 0

  /// - Throws: `ValidationError`, `UnknownName` for options that make no sense.
  func check() throws {
    guard seed >= 0 else { throw ValidationError("--seed is \(seed); 0 or more is needed") }
    _ = try Datasets.type(named: DataSettings(source: data).sourceName)
    let names = try names()
    for name in names { try Corruptions.check(name: name) }
    guard frostPictures != nil || !names.contains("frost") else {
      throw ValidationError("frost needs --frost-pictures, a folder with its photographs")
    }
  }

  private func names() throws -> [String] {
    try corruptions.map { try NameList.names($0, option: "--corruptions") } ?? []
  }

  /// The pictures: the test part, or all where there is none.
  func samples() throws -> LabelledSamples {
    let options = DatasetOptions(imageSize: imageSize, fit: pictureFit)
    let samples = try TestSet(from: Datasets.source(data, options: options)).samples
    Remarks.warn(samples.remarks)
    return samples
  }

  /// - Throws: `FileProblem` for photographs that are missing.
  func request() throws -> CorruptedArrays.Request {
    var request = CorruptedArrays.Request()
    request.parameters = parameters
    request.names = try names()
    request.seed = UInt64(seed)
    request.frost = try frostPictures.map { try FrostPictures(folder: $0) }
    return request
  }
}
