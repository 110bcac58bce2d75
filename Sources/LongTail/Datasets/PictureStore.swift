public import Foundation

/// Pictures of one size, by position: bytes, row by row, channels last.
///
/// They lie in memory, or in files that are decoded when asked for. Selecting some of them copies none.
public struct PictureStore: Sendable {
  /// Rows of pixels of each picture.
  public let height: Int
  /// Columns of pixels of each picture.
  public let width: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  private let content: Content
  private let rows: [Int]

  private enum Content: Sendable {
    case memory(Data)
    case planes(PictureRecords)
    case files(PictureFiles)
  }

  /// - Precondition: `pixels` holds whole pictures.
  public init(height: Int, width: Int, channels: Int, pixels: Data) {
    let bytes = height * width * channels
    precondition(
      bytes > 0 && pixels.count % bytes == 0,
      "\(pixels.count) bytes are no whole number of \(height)×\(width)×\(channels) pictures")
    self.init(
      height: height, width: width, channels: channels, content: .memory(pixels),
      rows: Array(0..<pixels.count / bytes))
  }

  /// Pictures whose channels lie one after the other.
  init(records: PictureRecords) {
    self.init(
      height: records.height, width: records.width, channels: PictureRecords.channels,
      content: .planes(records), rows: Array(0..<records.count))
  }

  /// Pictures that are decoded from their files whenever they are asked for.
  init(files: PictureFiles) {
    self.init(
      height: files.height, width: files.width,
      channels: files.isGrey ? 1 : PictureFiles.channels, content: .files(files),
      rows: Array(files.paths.indices))
  }

  private init(height: Int, width: Int, channels: Int, content: Content, rows: [Int]) {
    self.height = height
    self.width = width
    self.channels = channels
    self.content = content
    self.rows = rows
  }

  /// Pictures in the store.
  public var count: Int { rows.count }
  /// Height × width × channels.
  public var bytesPerPicture: Int { height * width * channels }

  /// True when the pictures are decoded from their files for each batch.
  public var readsFiles: Bool {
    if case .files = content { true } else { false }
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
        let start = rows[position] * bytesPerPicture
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + buffer.count]))
      }
    case .planes(let records):
      records.copyPicture(rows[position], into: buffer)
    case .files(let files):
      try files.decode(rows[position], into: buffer)
    }
  }

  /// The pictures at some positions, in that order; nothing is copied.
  public func selecting(_ positions: [Int]) -> PictureStore {
    PictureStore(
      height: height, width: width, channels: channels, content: content,
      rows: positions.map { rows[$0] })
  }

  /// The digest of the name and size of one picture's file.
  /// - Precondition: the store ``readsFiles``.
  func fileDigest(at position: Int) throws -> UInt64 {
    guard case .files(let files) = content else { preconditionFailure("pictures are in memory") }
    let digest = ContentDigest()
    digest.add(try files.nameAndSize(rows[position]))
    return digest.firstBits()
  }

  /// The digest of the path of one picture's file.
  /// - Precondition: the store ``readsFiles``.
  func pathDigest(at position: Int) -> UInt64 {
    guard case .files(let files) = content else { preconditionFailure("pictures are in memory") }
    let digest = ContentDigest()
    digest.add(files.paths[rows[position]])
    return digest.firstBits()
  }

  /// Adds all pixels to a digest.
  func addContent(to digest: ContentDigest) throws {
    var picture = [UInt8](repeating: 0, count: bytesPerPicture)
    for position in 0..<count {
      try picture.withUnsafeMutableBytes { try copyPicture(at: position, into: $0) }
      picture.withUnsafeBytes { digest.add($0) }
    }
  }

  /// All pictures at another size, in memory.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func resized(to size: PictureSize, fit: PictureFit) throws -> PictureStore {
    guard size != PictureSize(height: height, width: width) else { return self }
    return try mapped(height: size.height, width: size.width, channels: channels) {
      $0.fitted(height: size.height, width: size.width, fit: fit)
    }
  }

  /// All pictures grey (1) or red, green and blue (3); those in files stay there.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func converted(toChannels wanted: Int) throws -> PictureStore {
    guard wanted != channels else { return self }
    if case .files(var files) = content {
      files.isGrey = wanted == 1
      return PictureStore(
        height: height, width: width, channels: wanted, content: .files(files), rows: rows)
    }
    return try mapped(height: height, width: width, channels: wanted) {
      $0.converted(toChannels: wanted)
    }
  }

  /// What a change makes of each picture, in memory.
  private func mapped(
    height newHeight: Int, width newWidth: Int, channels newChannels: Int,
    _ change: (DecodedPicture) -> DecodedPicture
  ) throws -> PictureStore {
    var pixels = Data(capacity: count * newHeight * newWidth * newChannels)
    var picture = [UInt8](repeating: 0, count: bytesPerPicture)
    for position in 0..<count {
      try picture.withUnsafeMutableBytes { try copyPicture(at: position, into: $0) }
      let old = DecodedPicture(
        height: height, width: width, channels: channels, pixels: picture)
      pixels.append(contentsOf: change(old).pixels)
    }
    return PictureStore(
      height: newHeight, width: newWidth, channels: newChannels, pixels: pixels)
  }

  /// The same pictures without those that were not selected, when that frees half of the memory.
  func compacted() throws -> PictureStore {
    let stored: Int
    switch content {
    case .memory(let pixels): stored = pixels.count
    case .planes(let records): stored = records.bytes.count
    case .files: return self
    }
    guard count * bytesPerPicture * 2 <= stored else { return self }
    var kept = Data(count: count * bytesPerPicture)
    try kept.withUnsafeMutableBytes { buffer in
      for position in 0..<count {
        let start = position * bytesPerPicture
        try copyPicture(
          at: position,
          into: UnsafeMutableRawBufferPointer(
            rebasing: buffer[start..<start + bytesPerPicture]))
      }
    }
    return PictureStore(height: height, width: width, channels: channels, pixels: kept)
  }
}
