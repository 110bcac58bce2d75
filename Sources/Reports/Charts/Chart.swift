/// Figures that can be drawn: a value with all that the picture needs.
public protocol Chart: Sendable {
  /// - Parameter width: natural width of the drawing in pixels; the height follows from it.
  func drawing(width: Double) -> Drawing
}
