/// A colour by its role; the theme decides what it looks like, in light and in dark.
public enum Paint: Sendable, Equatable {
  /// Text and marks of first importance.
  case ink
  /// Secondary text.
  case muted
  case axis
  case grid
  /// The background.
  case paper
  /// A band behind the data.
  case shade
  /// Confidence above accuracy.
  case over
  /// Confidence below accuracy.
  case under
  /// The colour of the n-th series; repeats after ``seriesCount``.
  case series(Int)
  /// A step of the sequential scale, 0 for nothing, ``levelCount`` − 1 for the most.
  case level(Int)

  /// Colours that can be told apart; later series begin again with the first.
  public static let seriesCount = 8
  /// Steps of the sequential scale, the empty one included.
  public static let levelCount = 13

  /// The step for a share of the maximum, in [0, 1]; everything above zero is at least step 1.
  package static func level(share: Double) -> Paint {
    guard share > 0 else { return .level(0) }
    return .level(max(1, Int((min(share, 1) * Double(levelCount - 1)).rounded())))
  }

  /// Text on a step of the sequential scale: the scale ends far from the paper in both themes.
  static func onLevel(_ paint: Paint) -> Paint {
    guard case .level(let step) = paint else { return .ink }
    return step > levelCount / 2 ? .paper : .ink
  }

  /// The name of its variable in the style sheet.
  var name: String {
    switch self {
    case .ink: "ink"
    case .muted: "muted"
    case .axis: "axis"
    case .grid: "grid"
    case .paper: "paper"
    case .shade: "shade"
    case .over: "over"
    case .under: "under"
    case .series(let index): "s\(index % Self.seriesCount)"
    case .level(let step): "h\(min(max(step, 0), Self.levelCount - 1))"
    }
  }

  static let all: [Paint] =
    [.ink, .muted, .axis, .grid, .paper, .shade, .over, .under]
    + (0..<seriesCount).map { .series($0) } + (0..<levelCount).map { .level($0) }
}
