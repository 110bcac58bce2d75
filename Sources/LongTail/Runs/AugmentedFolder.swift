import ArrayFiles
import Foundation

/// The files of augmented data in a folder.
struct AugmentedFolder {
  private let folder: String
  private let isPacked: Bool

  init(_ folder: String, isPacked: Bool) {
    self.folder = folder
    self.isPacked = isPacked
  }

  /// Where the arrays of the training part lie.
  var training: String { path("train") }

  /// Whether the training part is there, which comes last.
  var isWhole: Bool {
    FileManager.default.fileExists(
      atPath: isPacked
        ? path(Packed.fileName(.training))
        : FolderListing.path(SelectionOrigin.fileName, in: training))
  }

  /// Removes what such data consist of, and nothing else; what says that they are whole first.
  /// - Throws: `FileProblem` for a file that stays.
  func clear() throws {
    let packs = [DatasetPart.training, .validation, .test].map(Packed.fileName)
    let arrays =
      [SelectionOrigin.fileName, "sources.npy", "made.pack.partial"] + SampleExport.fileNames
    let files =
      packs + packs.map { $0 + ".partial" } + [SelectionOrigin.fileName]
      + ["train", "validation", "test"].flatMap { part in arrays.map { "\(part)/\($0)" } }
      + [AugmentationRecord.fileName]
    for file in files.map(path) where FileManager.default.fileExists(atPath: file) {
      guard unlink(file) == 0 else {
        throw FileProblem.system(file, cannot: "remove the file", code: errno)
      }
    }
  }

  /// Removes what a process that ended between the last two steps has left.
  func clearUnfinished() {
    try? FileManager.default.removeItem(
      atPath: FolderListing.path("made.pack.partial", in: training))
  }

  /// Writes the parts that nothing is made of, as arrays, where they are not there yet.
  /// - Throws: `FileProblem` for a file that cannot be written.
  func write(_ data: DataPartition) throws {
    let parts = [("validation", data.validation?.samples), ("test", data.test.samples)]
    for case (let name, let samples?) in parts where samples.count > 0 {
      // The names of the classes are written last.
      let last = FolderListing.path("class_names.txt", in: path(name))
      guard !FileManager.default.fileExists(atPath: last) else { continue }
      try SampleExport.write(samples, classCounts: data.publishedCounts, to: path(name))
    }
  }

  private func path(_ name: String) -> String { FolderListing.path(name, in: folder) }
}

/// Encoded pictures of a run's parts, which are in files or in archives.
struct EncodedParts: Sendable {
  /// Those of the training part, by position.
  let training: any PictureContainer
  private let others: [(part: DatasetPart, samples: LabelledSamples)]
  private let frame: PictureFrame
  private let framing: any Framing

  /// `nil` for data whose pictures have no sizes of their own.
  /// - Throws: what the source finds wrong.
  init?(_ recorded: RecordedData, _ data: DataPartition) throws {
    guard type(of: data.source).holdsNativePictures else { return nil }
    guard case .pictures(let store) = data.training.samples.samples else { return nil }
    let settings = recorded.recipe.data
    var options = DatasetOptions(
      imageSize: settings.imageSize ?? store.height, fit: settings.pictureFit,
      framing: settings.framing)
    options.skipsUnreadable = settings.skipUnreadable
    frame = options.frame(PictureSize(height: store.height, width: store.width))
    framing = settings.framing.evaluation.framing
    // Pictures stay in their files, whatever was held in memory.
    options.memoryBound = 0
    let source = try recorded.source(options)
    let all = try source.load(.training)
    func picked(_ samples: LabelledSamples, _ all: LabelledSamples) -> LabelledSamples {
      all.selecting(samples.originalIndices)
    }
    training = try Self.container(picked(data.training.samples, all))
    var others: [(DatasetPart, LabelledSamples)] = []
    if let validation = data.validation?.samples, validation.count > 0 {
      let whole = data.hasOwnValidationPart ? try source.load(.validation) : all
      others.append((.validation, picked(validation, whole)))
    }
    if data.test.samples.count > 0 {
      let whole = source.hasTestPart ? try source.load(.test) : all
      others.append((.test, picked(data.test.samples, whole)))
    }
    self.others = others.map { (part: $0.0, samples: $0.1) }
  }

  private static func container(_ samples: LabelledSamples) throws -> any PictureContainer {
    guard case .pictures(let store) = samples.samples, store.readsFiles else {
      throw DatasetProblem("the pictures are in no files of their own")
    }
    return store.encoded
  }

  /// A picture of the training part as large as it is, and the part of it that the network sees first.
  func original(_ position: Int) throws -> (DecodedPicture, ActivationMap.Region) {
    let picture = try training.decoded(position)
    let cuts = frame.cuts(of: picture.size, by: framing)
    return (picture, ActivationMap.Region(cuts[0], of: picture.size))
  }

  /// Packs the parts that nothing is made of.
  func writeOthers(to folder: String, quality: Int, noted: (String) -> Void) throws {
    let packing = PicturePacking(quality: quality, replaces: true)
    for (part, samples) in others { _ = try packing.pack(samples, part, to: folder, noted) }
  }
}
