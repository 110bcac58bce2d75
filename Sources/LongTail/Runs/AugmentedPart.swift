import ArrayFiles
import Foundation

/// What a training part with made pictures is written to, picture by picture.
protocol AugmentedPart {
  /// Original pictures that are written one by one, before those that are made.
  var originals: Int { get }
  /// Pictures that are written, some of them perhaps in an earlier call.
  var written: Int { get }
  /// Adds the next original pictures, so many.
  func addOriginals(_ count: Int) throws
  /// The bytes of a made picture.
  func encoded(_ picture: DecodedPicture, named name: String) throws -> Data
  /// Adds the next made picture.
  func add(_ picture: Data) throws
  /// Gives the part its name; it is then whole.
  func finish() throws
}

/// What is the same for both kinds of parts.
struct AugmentedContent {
  /// The run's training part.
  let samples: LabelledSamples
  /// Class of each made picture.
  let labels: [Int]
  /// Of the training part, of which each picture is made.
  let sources: [Int]
  let origin: SelectionOrigin
  /// SHA-256 of what they are made of, 32 bytes.
  let identity: [UInt8]
}

/// Pictures of one size as arrays: `images.npy`, `labels.npy`, and `sources.npy`, the row that each one was made of (its own
/// for originals). Until all are there, made ones lie in a file of their own.
final class AugmentedArrays: AugmentedPart {
  private let content: AugmentedContent
  private let store: PictureStore
  private let folder: String
  private let writer: PackWriter

  /// - Throws: `FileProblem` for a folder that cannot be written to.
  init(_ content: AugmentedContent, _ store: PictureStore, to folder: String) throws {
    self.content = content
    self.store = store
    self.folder = folder
    try ClassNameFile.check(
      content.samples.classNames, for: FolderListing.path("class_names.txt", in: folder))
    try Folder.make(folder)
    writer = try PackWriter(
      path: FolderListing.path("made.pack", in: folder), origin: content.identity,
      most: content.labels.count, replacing: true)
  }

  // They are written together in the end.
  var originals: Int { 0 }

  var written: Int { writer.records.count }

  func addOriginals(_ count: Int) {}

  func encoded(_ picture: DecodedPicture, named name: String) -> Data { Data(picture.pixels) }

  func add(_ picture: Data) throws { try writer.add(picture) }

  func finish() throws {
    func path(_ name: String) -> String { FolderListing.path(name, in: folder) }
    let (samples, count) = (content.samples, content.samples.count + content.labels.count)
    let images = try NPYRowWriter(
      path: path("images.npy"), shape: [count, store.height, store.width, store.channels],
      elementType: .uint8)
    var picture = [UInt8](repeating: 0, count: store.bytesPerPicture)
    for position in 0..<samples.count {
      try picture.withUnsafeMutableBytes { try store.copyPicture(at: position, into: $0) }
      try images.append(picture)
    }
    let bytes = try MappedFile(path: writer.unfinishedPath).bytes
    for record in writer.records { try images.append(Array(bytes[record.place..<record.end])) }
    try images.finish()
    try NPYFile.write(
      NumericArray(samples.labels + content.labels, shape: [count]), to: path("labels.npy"))
    try NPYFile.write(
      NumericArray(Array(samples.labels.indices) + content.sources, shape: [count]),
      to: path("sources.npy"))
    try ClassNameFile.write(samples.classNames, to: path("class_names.txt"))
    try content.origin.write(to: folder)
    try? FileManager.default.removeItem(atPath: writer.unfinishedPath)
  }
}

/// Encoded pictures in `train.pack`: the originals with their bytes, and made ones as JPEG.
final class AugmentedPack: AugmentedPart {
  private let content: AugmentedContent
  private let pictures: any PictureContainer
  private let quality: Int
  private let folder: String
  private let writer: PackWriter

  /// - Throws: `FileProblem` for a folder that cannot be written to.
  init(
    _ content: AugmentedContent, _ pictures: any PictureContainer, quality: Int, to folder: String
  ) throws {
    self.content = content
    self.pictures = pictures
    self.quality = quality
    self.folder = folder
    writer = try PackWriter(
      path: FolderListing.path(Packed.fileName(.training), in: folder), origin: content.identity,
      most: pictures.count + content.labels.count, replacing: true)
  }

  var originals: Int { pictures.count }

  var written: Int { writer.records.count }

  func addOriginals(_ count: Int) throws {
    for index in written..<written + count { try writer.add(pictures.bytes(index)) }
  }

  func encoded(_ picture: DecodedPicture, named name: String) throws -> Data {
    try JPEGEncoder.encode(
      picture, quality: quality, fullColour: quality == PicturePacking.fullQuality, named: name)
  }

  func add(_ picture: Data) throws { try writer.add(picture) }

  func finish() throws {
    // It is read before the pack gets its name, and then never without what it says.
    try content.origin.write(to: folder)
    let samples = content.samples
    let labels = samples.labels + content.labels
    let names =
      PicturePacking.relativeNames(pictures)
      + content.sources.indices.map { "made/\(content.labels[$0])/\($0)" }
    let entries = writer.records.indices.map { index in
      let record = writer.records[index]
      return PackIndex.Entry(
        label: labels[index], place: record.place, length: record.length,
        checksum: record.checksum, name: names[index])
    }
    try writer.finish(
      PackIndex(
        PackDescription(
          classNames: samples.classNames, shortSide: nil, quality: quality, unreadable: 0), entries)
    )
  }
}
