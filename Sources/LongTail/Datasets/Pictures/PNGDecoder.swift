internal import ArrayFiles
internal import CPNG
internal import Foundation

/// PNG through libpng's simplified interface.
struct PNGDecoder {
  let path: String

  func size(_ bytes: Data) throws -> (height: Int, width: Int) {
    try withImage(bytes) { (Int($0.height), Int($0.width)) }
  }

  /// Any colour type becomes red, green, blue. Transparency is dropped and not blended, and samples are not
  /// converted from one colour space to another, as Pillow does.
  func decode(_ bytes: Data) throws -> DecodedPicture {
    try withImage(PNGChunks.withoutColourSpace(bytes)) { image in
      let (height, width) = (Int(image.height), Int(image.width))
      image.format = PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA
      // Without a word about it, libpng takes 16-bit samples to be linear light.
      image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
      var pixels = [UInt8](repeating: 0, count: height * width * 4)
      guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else { throw broken(image) }
      var colours = [UInt8](repeating: 0, count: height * width * 3)
      for pixel in 0..<height * width {
        for channel in 0..<3 { colours[3 * pixel + channel] = pixels[4 * pixel + channel] }
      }
      return DecodedPicture(height: height, width: width, pixels: colours)
    }
  }

  private func withImage<Result>(
    _ bytes: Data, _ body: (inout png_image) throws -> Result
  ) throws -> Result {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    return try bytes.withUnsafeBytes { source in
      guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
        throw broken(image)
      }
      try PictureDecoder.check(height: Int(image.height), width: Int(image.width), path: path)
      return try body(&image)
    }
  }

  private func broken(_ image: png_image) -> FileProblem {
    let message = withUnsafeBytes(of: image.message) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return FileProblem(path, "the PNG picture cannot be read: \(message)")
  }
}
