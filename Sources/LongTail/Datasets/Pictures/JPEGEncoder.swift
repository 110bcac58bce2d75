internal import ArrayFiles
internal import CTurboJPEG
internal import Foundation

/// JPEG through libjpeg-turbo: baseline, colours at half of the resolution, as cameras and Pillow write it, or at all of it.
enum JPEGEncoder {
  /// - Parameters:
  ///   - picture: red, green, blue.
  ///   - quality: 1 … 100.
  ///   - fullColour: whether colours keep the resolution of the lightness (4:4:4); they get half of it in both directions
  ///     otherwise (4:2:0).
  ///   - name: of the picture, for messages.
  /// - Returns: the bytes of a file.
  /// - Throws: `FileProblem` for a picture that JPEG cannot hold, of more than 65,535 pixels on a side.
  static func encode(
    _ picture: DecodedPicture, quality: Int, fullColour: Bool = false, named name: String
  ) throws -> Data {
    guard let encoder = tjInitCompress() else {
      throw FileProblem(name, "libjpeg-turbo did not start")
    }
    defer { tjDestroy(encoder) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    let sampling = fullColour ? TJSAMP_444 : TJSAMP_420
    let code = tjCompress2(
      encoder, picture.pixels, Int32(picture.width), 0, Int32(picture.height), TJPF_RGB.rawValue,
      &bytes, &count, Int32(sampling.rawValue), Int32(quality), TJFLAG_ACCURATEDCT)
    defer { tjFree(bytes) }
    guard code == 0, let bytes else {
      throw FileProblem(
        name, "cannot be written as JPEG: \(String(cString: tjGetErrorStr2(encoder)))")
    }
    return Data(bytes: bytes, count: Int(count))
  }
}
