internal import Foundation

extension PictureStore {
  /// All pictures squared to a frame, in memory; those of its size stay.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func resized(to frame: PictureFrame) throws -> PictureStore {
    let size = frame.size
    guard size != PictureSize(height: height, width: width) else { return self }
    return try mapped(height: size.height, width: size.width, channels: channels) {
      $0.fitted(frame)
    }
  }

  /// All pictures grey (1) or red, green and blue (3); those that are framed when asked for stay as they are until then.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func converted(toChannels wanted: Int) throws -> PictureStore {
    guard wanted != channels else { return self }
    if case .framed = content {
      return PictureStore(
        height: height, width: width, channels: wanted, looks: looks, content: content, rows: rows)
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

  /// The pictures as a source is asked for them: at one size at once, or cut out of what they are whenever they are asked
  /// for.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func framed(_ options: DatasetOptions) throws -> PictureStore {
    guard let size = options.pictureSize else { return self }
    guard !options.framing.isSquared else { return try resized(to: options.frame(size)) }
    return PictureStore(
      FramedPictures(
        source: StoredPictures(store: self), frame: options.frame(size),
        framing: options.framing.evaluation.framing), count: count, channels: channels)
  }

  /// The same pictures without those that were not selected, when that frees half of the memory.
  func compacted() throws -> PictureStore {
    let stored: Int
    switch content {
    case .memory(let pixels): stored = pixels.count
    case .planes(let records): stored = records.bytes.count
    case .framed(let pictures):
      guard let kept = try pictures.source.keeping(rows) else { return self }
      return PictureStore(
        FramedPictures(source: kept, frame: pictures.frame, framing: pictures.framing),
        count: count, channels: channels)
    }
    guard looks == 1, count * bytesPerPicture * 2 <= stored else { return self }
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
