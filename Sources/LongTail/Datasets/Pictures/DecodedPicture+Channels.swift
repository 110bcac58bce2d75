extension DecodedPicture {
  /// Grey (1) as 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601) in Pillow's fixed point; red, green
  /// and blue (3) of a grey picture are all its grey.
  func converted(toChannels wanted: Int) -> DecodedPicture {
    guard wanted != channels else { return self }
    var result = self
    result.channels = wanted
    guard wanted == 1 else {
      result.pixels = pixels.flatMap { [$0, $0, $0] }
      return result
    }
    result.pixels = stride(from: 0, to: pixels.count, by: 3).map { index in
      let red = 19595 * Int(pixels[index])
      let green = 38470 * Int(pixels[index + 1])
      let blue = 7471 * Int(pixels[index + 2])
      return UInt8((red + green + blue + 0x8000) >> 16)
    }
    return result
  }
}
