internal import ArrayFiles
internal import CTurboJPEG
internal import Foundation

/// JPEG through libjpeg-turbo: baseline, colours at half of the resolution, as cameras and Pillow write it.
enum JPEGEncoder {
  /// - Parameters:
  ///   - picture: red, green, blue.
  ///   - quality: 1 … 100.
  ///   - name: of the picture, for messages.
  /// - Returns: the bytes of a file.
  /// - Throws: `FileProblem` for a picture that JPEG cannot hold, of more than 65,535 pixels on a side.
  static func encode(_ picture: DecodedPicture, quality: Int, named name: String) throws -> Data {
    guard let encoder = tjInitCompress() else {
      throw FileProblem(name, "libjpeg-turbo did not start")
    }
    defer { tjDestroy(encoder) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    let code = tjCompress2(
      encoder, picture.pixels, Int32(picture.width), 0, Int32(picture.height), TJPF_RGB.rawValue,
      &bytes, &count, Int32(TJSAMP_420.rawValue), Int32(quality), TJFLAG_ACCURATEDCT)
    defer { tjFree(bytes) }
    guard code == 0, let bytes else {
      throw FileProblem(
        name, "cannot be written as JPEG: \(String(cString: tjGetErrorStr2(encoder)))")
    }
    return Data(bytes: bytes, count: Int(count))
  }
}
