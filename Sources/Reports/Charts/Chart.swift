/// Figures that can be drawn: a value with all that the picture needs.
public protocol Chart: Sendable {
  /// Draws it `width` pixels wide; the height follows.
  func drawing(width: Double) -> Drawing
}
