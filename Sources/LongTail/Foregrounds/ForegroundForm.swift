/// How the foreground of a picture is found and pasted.
public enum ForegroundForm: String, Sendable, Codable, CaseIterable {
  /// As the authors' code does, which gave the published figures: the first two rows and columns with some foreground count
  /// as its ends, so that it turns about a place near its upper left corner; where it lay and where it lies now the picture
  /// shows the changed picture, except where that is 0.
  case code
  /// As the paper says: it turns about its middle and stays in the picture, and is pasted over the picture as it was.
  case published

  var extent: Foreground.Extent { self == .code ? .firstTwo : .whole }

  /// A picture with its foreground changed.
  func pasted(
    _ picture: DecodedPicture, _ foreground: Foreground, _ change: ForegroundChange
  ) -> DecodedPicture {
    precondition(picture.size == foreground.size, "a foreground of another picture")
    let (size, channels) = (picture.size, picture.channels)
    let changed = change.applied(to: picture.pixels, size: size, channels: channels)
    let isNow = covered(foreground, change)
    var result = picture
    for place in foreground.mask.indices {
      guard isNow[place] || self == .code && foreground.mask[place] else { continue }
      for index in place * channels..<(place + 1) * channels
      where self == .published || changed[index] != 0 {
        result.pixels[index] = changed[index]
      }
    }
    return result
  }

  /// The pixels that the foreground lies on after the change.
  private func covered(_ foreground: Foreground, _ change: ForegroundChange) -> [Bool] {
    let size = foreground.size
    guard change == .mirrored else {
      return change.applied(to: foreground.levels, size: size, channels: 1).map { $0 != 0 }
    }
    return foreground.mask.indices.map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: size.width)
      return foreground.mask[row * size.width + size.width - 1 - column]
    }
  }
}
