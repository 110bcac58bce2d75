/// Picture files that are decoded to one size when they are asked for.
struct PictureFiles: Sendable {
  /// Red, green, blue.
  static let channels = 3

  let paths: [String]
  let height: Int
  let width: Int
  let fit: PictureFit

  /// Writes one picture as bytes, row by row, channels last. A JPEG more than eight times as large as
  /// needed is decoded at a fraction of its size.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func decode(_ index: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    let picture = try PictureDecoder.decode(
      path: paths[index], reducingTo: max(height, width))
    let fitted = picture.fitted(height: height, width: width, fit: fit)
    fitted.pixels.withUnsafeBytes { buffer.copyMemory(from: $0) }
  }
}
