/// A place on a drawing: pixels from the upper left corner.
public struct Point: Sendable, Equatable {
  /// Pixels from the left edge.
  public var x: Double
  /// Pixels from the upper edge.
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle in pixels; `y` is its upper edge.
public struct Rectangle: Sendable, Equatable {
  /// The left edge.
  public var x: Double
  /// The upper edge.
  public var y: Double
  /// From the left edge to the right one.
  public var width: Double
  /// From the upper edge to the lower one.
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The smallest rectangle with both corners.
  public init(from first: Point, to second: Point) {
    x = min(first.x, second.x)
    y = min(first.y, second.y)
    width = abs(first.x - second.x)
    height = abs(first.y - second.y)
  }

  /// The right edge, in pixels from the left of the drawing.
  public var right: Double { x + width }
  /// The lower edge, in pixels from the top of the drawing.
  public var bottom: Double { y + height }
}
