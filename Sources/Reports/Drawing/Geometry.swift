/// A place on a drawing: pixels from the upper left corner.
public struct Point: Sendable, Equatable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle in pixels; `y` is its upper edge.
public struct Rectangle: Sendable, Equatable {
  public var x: Double
  public var y: Double
  public var width: Double
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

  public var right: Double { x + width }
  public var bottom: Double { y + height }
}
