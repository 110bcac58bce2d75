public import Foundation

/// Pictures of one size, by position: bytes, row by row, channels last.
///
/// They are stored at that size, or are brought to it when asked for: pictures of any size, in memory or in files that
/// are decoded then. Selecting some of them copies none.
public struct PictureStore: Sendable {
  /// Rows of pixels of each picture.
  public let height: Int
  /// Columns of pixels of each picture.
  public let width: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// Looks at each picture, whose answers are averaged; the first one is what ``copyPicture(at:into:)`` gives.
  public let looks: Int
  let content: Content
  let rows: [Int]

  enum Content: Sendable {
    /// All looks at a picture one after the other.
    case memory(Data)
    case planes(PictureRecords)
    case framed(FramedPictures)
  }

  /// - Precondition: `pixels` holds whole pictures, each in all looks at it.
  public init(height: Int, width: Int, channels: Int, pixels: Data, looks: Int = 1) {
    let bytes = height * width * channels * looks
    precondition(
      bytes > 0 && pixels.count % bytes == 0,
      "\(pixels.count) bytes are no whole number of \(height)×\(width)×\(channels) pictures")
    self.init(
      height: height, width: width, channels: channels, looks: looks, content: .memory(pixels),
      rows: Array(0..<pixels.count / bytes))
  }

  /// Pictures whose channels lie one after the other.
  init(records: PictureRecords) {
    self.init(
      height: records.height, width: records.width, channels: PictureRecords.channels,
      content: .planes(records), rows: Array(0..<records.count))
  }

  /// Pictures of any size, brought to one whenever they are asked for.
  init(_ pictures: FramedPictures, count: Int, channels: Int = PictureFiles.channels) {
    self.init(
      height: pictures.frame.size.height, width: pictures.frame.size.width, channels: channels,
      looks: pictures.framing.looks, content: .framed(pictures), rows: Array(0..<count))
  }

  init(
    height: Int, width: Int, channels: Int, looks: Int = 1, content: Content, rows: [Int]
  ) {
    self.height = height
    self.width = width
    self.channels = channels
    self.looks = looks
    self.content = content
    self.rows = rows
  }

  /// Pictures in the store.
  public var count: Int { rows.count }
  /// Height × width × channels.
  public var bytesPerPicture: Int { height * width * channels }

  /// True when the pictures are decoded from their files for each batch.
  public var readsFiles: Bool {
    if case .framed(let pictures) = content { pictures.source.readsFiles } else { false }
  }

  /// Writes one picture.
  /// - Parameters:
  ///   - position: which picture, in `0 ..< count`.
  ///   - buffer: `bytesPerPicture` bytes.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  public func copyPicture(at position: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    precondition(buffer.count == bytesPerPicture, "\(buffer.count) bytes for a picture")
    switch content {
    case .memory(let pixels):
      pixels.withUnsafeBytes { bytes in
        let start = rows[position] * bytesPerPicture * looks
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + buffer.count]))
      }
    case .planes(let records):
      records.copyPicture(rows[position], into: buffer)
    case .framed(let pictures):
      let picture = try pictures.looks(rows[position], most: 1)[0].converted(toChannels: channels)
      picture.pixels.withUnsafeBytes { buffer.copyMemory(from: $0) }
    }
  }

  /// One picture.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func picture(at position: Int) throws -> DecodedPicture {
    var pixels = [UInt8](repeating: 0, count: bytesPerPicture)
    try pixels.withUnsafeMutableBytes { try copyPicture(at: position, into: $0) }
    return DecodedPicture(height: height, width: width, channels: channels, pixels: pixels)
  }

  /// All looks at one picture.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func allLooks(at position: Int) throws -> [DecodedPicture] {
    switch content {
    case .framed(let pictures):
      return try pictures.looks(rows[position], most: looks).map {
        $0.converted(toChannels: channels)
      }
    case .memory(let pixels) where looks > 1:
      let start = rows[position] * bytesPerPicture * looks
      return pixels.withUnsafeBytes { bytes in
        (0..<looks).map { look in
          let first = start + look * bytesPerPicture
          return DecodedPicture(
            height: height, width: width, channels: channels,
            pixels: Array(bytes[first..<first + bytesPerPicture]))
        }
      }
    case .memory, .planes: return [try picture(at: position)]
    }
  }

  /// What some cuts make of one picture as large as it is.
  /// - Parameters:
  ///   - position: which picture, in `0 ..< count`.
  ///   - cuts: for a picture of a size; is called once.
  /// - Returns: a picture for each cut.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func pictures(
    at position: Int, cutting cuts: (PictureSize) -> [PictureCut]
  ) throws -> [DecodedPicture] {
    let cut =
      if case .framed(let pictures) = content {
        try pictures.source.picture(rows[position], cutting: cuts)
      } else {
        try StoredPictures(store: self).picture(position, cutting: cuts)
      }
    return cut.cuts.indices.map { cut.made($0).converted(toChannels: channels) }
  }

  /// The size that is wanted, and how squared pictures are brought to it.
  var frame: PictureFrame {
    if case .framed(let pictures) = content { return pictures.frame }
    return PictureFrame(PictureSize(height: height, width: width))
  }

  /// The pictures at some positions, in that order; nothing is copied.
  public func selecting(_ positions: [Int]) -> PictureStore {
    PictureStore(
      height: height, width: width, channels: channels, looks: looks, content: content,
      rows: positions.map { rows[$0] })
  }

  /// The digest of the name and size of one picture's file.
  /// - Precondition: the store ``readsFiles``.
  func fileDigest(at position: Int) throws -> UInt64 {
    let digest = ContentDigest()
    digest.add(try files.nameAndSize(rows[position]))
    return digest.firstBits()
  }

  /// By position: equal for the same file, within a run of the program.
  /// - Precondition: the store ``readsFiles``.
  func pathHashes() -> [UInt64] {
    let container = files.container
    return rows.map { row in
      var identity = container.identity(row)
      var hasher = Hasher()
      identity.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      return UInt64(bitPattern: Int64(hasher.finalize()))
    }
  }

  /// The pictures as they are encoded.
  /// - Precondition: the store ``readsFiles``.
  var encoded: any PictureContainer { SomePictures(all: files.container, indices: rows) }

  private var files: PictureFiles {
    guard case .framed(let pictures) = content, let files = pictures.source as? PictureFiles else {
      preconditionFailure("pictures are in memory")
    }
    return files
  }

  /// Adds all pixels to a digest.
  func addContent(to digest: ContentDigest) throws {
    var picture = [UInt8](repeating: 0, count: bytesPerPicture)
    for position in 0..<count {
      try picture.withUnsafeMutableBytes { try copyPicture(at: position, into: $0) }
      picture.withUnsafeBytes { digest.add($0) }
    }
  }
}
