internal import ArrayFiles
internal import Foundation

/// Picture files that are decoded to one size when they are asked for.
struct PictureFiles: Sendable {
  /// Red, green, blue.
  static let channels = 3

  let paths: [String]
  let height: Int
  let width: Int
  let fit: PictureFit
  /// Whether one channel is made of the three.
  var isGrey = false

  /// Writes one picture as bytes, row by row, channels last. A JPEG more than eight times as large as
  /// needed is decoded at a fraction of its size.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func decode(_ index: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    let picture = try PictureDecoder.decode(
      path: paths[index], reducingTo: max(height, width))
    let fitted = picture.fitted(height: height, width: width, fit: fit)
      .converted(toChannels: isGrey ? 1 : Self.channels)
    fitted.pixels.withUnsafeBytes { buffer.copyMemory(from: $0) }
  }

  /// A line that tells a file from others without reading it: its name and its size in bytes.
  /// - Throws: `FileProblem` when it is missing or empty.
  func nameAndSize(_ index: Int) throws -> String {
    let path = paths[index]
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileProblem.system(path, cannot: "open the picture", code: errno)
    }
    guard status.st_size > 0 else { throw FileProblem(path, "the picture file is empty") }
    return "\((path as NSString).lastPathComponent) \(Int(status.st_size))\n"
  }
}
