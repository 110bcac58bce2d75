/// What lies beyond the edge of a picture.
enum PictureEdge {
  /// aaa|abcd|ddd
  case nearest
  /// cba|abcd|dcb
  case reflect
  /// dcb|abcd|cba
  case mirror

  /// The place inside of a line that stands for any place.
  func place(_ place: Int, of count: Int) -> Int {
    switch self {
    case .nearest: return max(0, min(count - 1, place))
    case .reflect:
      let rest = Self.modulo(place, 2 * count)
      return rest < count ? rest : 2 * count - 1 - rest
    case .mirror:
      guard count > 1 else { return 0 }
      let rest = Self.modulo(place, 2 * count - 2)
      return rest < count ? rest : 2 * count - 2 - rest
    }
  }

  private static func modulo(_ value: Int, _ divisor: Int) -> Int {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
