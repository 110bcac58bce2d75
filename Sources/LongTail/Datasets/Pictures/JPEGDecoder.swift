internal import ArrayFiles
internal import CTurboJPEG
internal import Foundation

/// JPEG through libjpeg-turbo.
struct JPEGDecoder {
  let path: String

  func size(_ bytes: Data) throws -> (height: Int, width: Int) {
    try withHeader(bytes) { _, header in (header.height, header.width) }
  }

  /// Any colour space becomes red, green, blue, as Pillow converts it.
  /// - Parameters:
  ///   - bytes: the file.
  ///   - divisor: 1, 2, 4 or 8, by which a picture of a size is made smaller.
  /// - Returns: the picture as it lies in the file, whatever its orientation.
  /// - Throws: `FileProblem` that says what is wrong.
  func decode(_ bytes: Data, by divisor: (PictureSize) -> Int) throws -> DecodedPicture {
    try withHeader(bytes) { decoder, header in
      let divisor = divisor(PictureSize(height: header.height, width: header.width))
      let width = (header.width + divisor - 1) / divisor
      let height = (header.height + divisor - 1) / divisor
      let channels = header.isCMYK ? 4 : 3
      var pixels = [UInt8](repeating: 0, count: height * width * channels)
      let code = bytes.withUnsafeBytes { source in
        tjDecompress2(
          decoder, source.bindMemory(to: UInt8.self).baseAddress, UInt(source.count), &pixels,
          Int32(width), 0, Int32(height),
          header.isCMYK ? TJPF_CMYK.rawValue : TJPF_RGB.rawValue, TJFLAG_ACCURATEDCT)
      }
      if code != 0 { try accept(String(cString: tjGetErrorStr2(decoder))) }
      if header.isCMYK { pixels = Self.colours(fromInvertedCMYK: pixels) }
      return DecodedPicture(height: height, width: width, pixels: pixels)
    }
  }

  /// Parts of warnings after which the picture is whole all the same.
  private static let harmless = [
    "extraneous bytes before marker", "unknown JFIF revision", "Invalid SOS parameters",
  ]

  private struct Header {
    let height: Int
    let width: Int
    let isCMYK: Bool
  }

  private func withHeader<Result>(
    _ bytes: Data, _ body: (tjhandle, Header) throws -> Result
  ) throws -> Result {
    guard let decoder = tjInitDecompress() else { throw broken("libjpeg-turbo did not start") }
    defer { tjDestroy(decoder) }
    var (width, height, subsampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
    let code = bytes.withUnsafeBytes { source in
      tjDecompressHeader3(
        decoder, source.bindMemory(to: UInt8.self).baseAddress, UInt(source.count), &width,
        &height, &subsampling, &colours)
    }
    if code != 0 { try accept(String(cString: tjGetErrorStr2(decoder))) }
    try PictureDecoder.check(height: Int(height), width: Int(width), path: path)
    let isCMYK = [TJCS_CMYK, TJCS_YCCK].contains { Int32($0.rawValue) == colours }
    return try body(decoder, Header(height: Int(height), width: Int(width), isCMYK: isCMYK))
  }

  /// - Throws: `FileProblem` for what is more than a harmless warning. The library's own distinction between
  ///   warning and error is lost after the first warning.
  private func accept(_ message: String) throws {
    guard Self.harmless.contains(where: message.contains) else { throw broken(message) }
  }

  private func broken(_ message: String) -> FileProblem {
    FileProblem(path, "the JPEG picture cannot be read: \(message)")
  }

  /// Adobe's programs store the inks inverted, so that ink × black gives the light that is left.
  private static func colours(fromInvertedCMYK inks: [UInt8]) -> [UInt8] {
    var colours = [UInt8](repeating: 0, count: inks.count / 4 * 3)
    for pixel in 0..<inks.count / 4 {
      let black = Int(inks[4 * pixel + 3])
      for channel in 0..<3 {
        colours[3 * pixel + channel] = UInt8((Int(inks[4 * pixel + channel]) * black + 127) / 255)
      }
    }
    return colours
  }
}
