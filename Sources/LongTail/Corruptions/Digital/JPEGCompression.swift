/// Written as a JPEG file of little quality, and read again.
struct JPEGCompression: Corruption {
  static let name = "jpeg_compression"
  private let qualities: [Int]

  init(_ parameters: CorruptionParameters) {
    qualities = parameters.choose(cifar: [80, 65, 58, 50, 40], imagenet: [25, 18, 15, 10, 7])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) throws -> DecodedPicture {
    let file = try JPEGEncoder.encode(
      picture, quality: qualities[severity: severity], named: "a corrupted picture")
    return try JPEGDecoder(path: "a picture compressed as JPEG").decode(file) { _ in 1 }
  }
}
