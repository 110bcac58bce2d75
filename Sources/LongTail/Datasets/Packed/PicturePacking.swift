internal import ArrayFiles
internal import Foundation

/// Packing the pictures of a data set once, so that they can be read at full speed ever after: a file for each part.
public struct PicturePacking: Sendable {
  /// Longer shorter sides are brought to this, in pixels, 1 … 4096; `nil` leaves every picture as it is.
  public var shortSide: Int?
  /// Of the JPEG encoder, 1 … 100, for pictures that are made smaller; others keep their bytes. Below 100 colours get half
  /// of the resolution, as cameras and Pillow write them; at 100 they keep it.
  public var quality: Int
  /// Whether pictures that cannot be read are left out, and counted.
  public var skipsUnreadable: Bool
  /// Whether a pack of other pictures or settings is replaced.
  public var replaces: Bool

  public init(
    shortSide: Int? = nil, quality: Int = 95, skipsUnreadable: Bool = false, replaces: Bool = false
  ) {
    self.shortSide = shortSide
    self.quality = quality
    self.skipsUnreadable = skipsUnreadable
    self.replaces = replaces
  }

  /// What became of one part.
  public struct Result: Sendable, Codable, Equatable {
    /// `training`, `validation` or `test`.
    public let part: String
    /// The file.
    public let path: String
    /// Pictures in it.
    public let pictures: Int
    /// Pictures that could not be read and are left out.
    public let unreadable: Int
    /// Of the encoded pictures in the file.
    public let bytes: Int
  }

  /// Pictures that are made at the same time, before they are written.
  private static let atOnce = 512

  /// From which on colours keep their resolution.
  static let fullQuality = 100

  /// - Throws: ``SettingsError`` for a setting out of range.
  public func validate() throws {
    if let shortSide {
      try SettingsError.require("shortSide", shortSide, in: DatasetOptions.possibleImageSizes)
    }
    try SettingsError.require("quality", quality, in: 1...100)
  }

  /// Packs every part that a source has. What another process has begun with the same pictures and settings goes on.
  /// - Parameters:
  ///   - text: the source, such as `image-folder:DIR`.
  ///   - folder: where the files go; made when it is not there.
  ///   - noted: is told what happens, a line each.
  /// - Returns: what became of each part.
  /// - Throws: what the source finds wrong; ``DatasetProblem`` for data that are no encoded pictures; ``SettingsError``;
  ///   `FileProblem` that names a picture which cannot be read, or a file that cannot be written.
  public func pack(
    _ text: String, to folder: String, noted: (String) -> Void = { _ in }
  ) throws -> [Result] {
    try validate()
    // Pictures stay in their files, and nothing is squared.
    var options = DatasetOptions(imageSize: shortSide ?? 256)
    options.memoryBound = 0
    options.looksAtFiles = !skipsUnreadable
    let source = try Datasets.source(text, options: options)
    guard type(of: source).holdsNativePictures else {
      throw DatasetProblem(
        "\(type(of: source).name) has no picture files to pack; its pictures are in one file already"
      )
    }
    try Folder.make(folder)
    var parts: [DatasetPart] = [.training]
    if source.hasValidationPart { parts.append(.validation) }
    if source.hasTestPart { parts.append(.test) }
    do {
      return try parts.map { part in
        let samples = try source.load(part)
        samples.remarks.forEach { noted("warning: \($0)") }
        return try pack(samples, part, to: folder, noted)
      }
    } catch {
      // Unless something is in it.
      rmdir(folder)
      throw error
    }
  }

  /// Packs the samples of one part, which are encoded pictures.
  /// - Throws: as ``pack(_:to:noted:)``.
  func pack(
    _ samples: LabelledSamples, _ part: DatasetPart, to folder: String, _ noted: (String) -> Void
  ) throws -> Result {
    guard case .pictures(let store) = samples.samples, store.readsFiles else {
      throw DatasetProblem("the \(part.rawValue) part has no picture files to pack")
    }
    let pictures = store.encoded
    let path = FolderListing.path(Packed.fileName(part), in: folder)
    let digest = ContentDigest()
    // What an earlier version wrote of quality 100 has half of the colours.
    let colours = quality == Self.fullQuality ? " 4:4:4" : ""
    digest.add("1 \(shortSide ?? 0) \(quality)\(colours) \(samples.fingerprint)")
    let origin = digest.bytes()
    if FileManager.default.fileExists(atPath: path) {
      if let finished = try finished(path, origin) {
        try refuseUnreadable(finished.index.description.unreadable, path)
        noted("\(path): packed before")
        return result(part, finished)
      }
      guard replaces else {
        throw FileProblem(
          path, "is there already, of other pictures or settings; add --overwrite to replace it")
      }
    }
    let writer = try PackWriter(
      path: path, origin: origin, most: pictures.count, replacing: replaces)
    try refuseUnreadable(writer.records.count { $0.length == 0 }, path)
    if !writer.records.isEmpty { noted("\(path): goes on after \(writer.records.count) pictures") }
    var told = Date()
    while writer.records.count < pictures.count {
      let start = writer.records.count
      let end = min(pictures.count, start + Self.atOnce)
      for picture in try made(pictures, start..<end, noted) { try writer.add(picture) }
      if Date().timeIntervalSince(told) > 10 {
        told = Date()
        noted("\(path): \(end) of \(pictures.count)")
      }
    }
    let left = writer.records.indices.filter { writer.records[$0].length > 0 }
    let names = Self.relativeNames(pictures)
    try writer.finish(
      PackIndex(
        PackDescription(
          classNames: samples.classNames, shortSide: shortSide, quality: quality,
          unreadable: pictures.count - left.count),
        left.map { index in
          let record = writer.records[index]
          return PackIndex.Entry(
            label: samples.labels[index], place: record.place, length: record.length,
            checksum: record.checksum, name: names[index])
        }))
    return result(part, try PackedPictures(path: path))
  }

  /// A file that was packed of the same before, when it is whole.
  private func finished(_ path: String, _ origin: [UInt8]) throws -> PackedPictures? {
    let header = try PackFile.Header(MappedFile(path: path).bytes, path: path)
    guard header.origin == origin else { return nil }
    let pictures = try PackedPictures(path: path)
    try pictures.verify()
    return pictures
  }

  /// What was packed with ``skipsUnreadable`` may lack pictures, which is to be known.
  private func refuseUnreadable(_ count: Int, _ path: String) throws {
    guard count == 0 || skipsUnreadable else {
      throw FileProblem(
        path, "\(count) pictures could not be read and are left out there; add --skip-unreadable")
    }
  }

  private func result(_ part: DatasetPart, _ packed: PackedPictures) -> Result {
    Result(
      part: part.rawValue, path: packed.path, pictures: packed.count,
      unreadable: packed.index.description.unreadable,
      bytes: packed.index.entries.reduce(0) { $0 + $1.length })
  }

  /// What is written of some pictures; `nil` for those that cannot be read.
  private func made(
    _ pictures: any PictureContainer, _ range: Range<Int>, _ noted: (String) -> Void
  ) throws -> [Data?] {
    var made = [Data?](repeating: nil, count: range.count)
    let failures = made.withUnsafeMutableBufferPointer { made in
      // Each picture writes its own element only.
      nonisolated(unsafe) let made = made
      return PictureFileSet.failures(range.count) {
        made[$0] = try encoded(pictures, range.lowerBound + $0)
      }
    }
    for failure in failures {
      guard skipsUnreadable else { throw failure.error }
      noted("warning: left out: \(failure.error)")
    }
    return made
  }

  /// The bytes of the file, where it is small enough; decoded all the same, to see that it can be read.
  private func encoded(_ pictures: any PictureContainer, _ index: Int) throws -> Data {
    let (bytes, name) = (try pictures.bytes(index), pictures.name(index))
    let picture = try PictureDecoder.decode(bytes, named: name)
    guard let shortSide, min(picture.height, picture.width) > shortSide else { return bytes }
    let size = picture.size.withShorterSide(shortSide)
    return try JPEGEncoder.encode(
      picture.resized(height: size.height, width: size.width), quality: quality,
      fullColour: quality == Self.fullQuality, named: name)
  }

  /// Names without the folder that all are in.
  static func relativeNames(_ pictures: any PictureContainer) -> [String] {
    let names = pictures.names
    guard var common = names.first?.parentFolder else { return names }
    for name in names {
      while !common.isEmpty, !name.hasPrefix(common + "/") {
        common = common == "/" ? "" : common.parentFolder
      }
    }
    return names.map { common.isEmpty ? $0 : String($0.dropFirst(common.count + 1)) }
  }
}
