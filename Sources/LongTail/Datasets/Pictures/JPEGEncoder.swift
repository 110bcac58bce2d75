internal import ArrayFiles
internal import CTurboJPEG
internal import Foundation

/// JPEG files through libjpeg-turbo, as Pillow's `save(…, quality=…)` writes them: colours at half the resolution.
struct JPEGEncoder {
  /// 1 … 100.
  let quality: Int

  /// - Precondition: the picture has red, green and blue.
  /// - Throws: `FileProblem` with the library's words.
  func encode(_ picture: DecodedPicture) throws -> Data {
    precondition(picture.channels == 3, "\(picture.channels) channels")
    guard let encoder = tjInitCompress() else { throw problem("libjpeg-turbo did not start") }
    defer { tjDestroy(encoder) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    defer { tjFree(bytes) }
    let code = picture.pixels.withUnsafeBufferPointer { pixels in
      tjCompress2(
        encoder, pixels.baseAddress, Int32(picture.width), 0, Int32(picture.height),
        TJPF_RGB.rawValue, &bytes, &count, Int32(TJSAMP_420.rawValue), Int32(quality),
        TJFLAG_ACCURATEDCT)
    }
    guard code == 0, let bytes else { throw problem(String(cString: tjGetErrorStr2(encoder))) }
    return Data(bytes: bytes, count: Int(count))
  }

  private func problem(_ reason: String) -> FileProblem {
    FileProblem("a picture compressed as JPEG", "cannot be written: \(reason)")
  }
}
