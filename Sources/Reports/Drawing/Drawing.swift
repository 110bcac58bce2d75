/// A picture as a value: what is where. Turn it to text with ``svg(standalone:)``.
public struct Drawing: Sendable, Equatable {
  /// In pixels; the picture scales, this is its natural size.
  public var width: Double
  /// The natural height, in pixels.
  public var height: Double
  /// What a reader who cannot see it is told first.
  public var title: String
  /// What it shows, with the figures that matter, in a sentence or two.
  public var description: String
  /// In painting order.
  public var elements: [Element]

  public init(
    width: Double, height: Double, title: String, description: String, elements: [Element] = []
  ) {
    self.width = width
    self.height = height
    self.title = title
    self.description = description
    self.elements = elements
  }
}

/// A part of a drawing.
public indirect enum Element: Sendable, Equatable {
  case rectangle(Rectangle, Style)
  case circle(center: Point, radius: Double, Style)
  case polyline([Point], Style)
  /// Closed and filled.
  case polygon([Point], Style)
  /// Many rectangles of one style as one shape, for heat maps.
  case rectangles([Rectangle], Style)
  case text(Text)
  /// Parts that belong together; a label appears when the pointer rests on them.
  case group([Element], label: String?)

  static func line(_ from: Point, _ to: Point, _ style: Style) -> Element {
    .polyline([from, to], style)
  }

  /// The same with a label that appears when the pointer rests on it.
  func labelled(_ label: String) -> Element { .group([self], label: label) }
}

/// How a shape is painted.
public struct Style: Sendable, Equatable {
  /// What the inside is painted with; `nil` leaves it empty.
  public var fill: Paint?
  /// What the outline is painted with; `nil` draws none.
  public var stroke: Paint?
  /// Width of the outline, in pixels.
  public var strokeWidth: Double
  /// Lengths of dashes and gaps in pixels; empty for a full line.
  public var dash: [Double]
  /// In [0, 1].
  public var opacity: Double

  public init(
    fill: Paint? = nil, stroke: Paint? = nil, strokeWidth: Double = 1, dash: [Double] = [],
    opacity: Double = 1
  ) {
    self.fill = fill
    self.stroke = stroke
    self.strokeWidth = strokeWidth
    self.dash = dash
    self.opacity = opacity
  }

  static func fill(_ paint: Paint, opacity: Double = 1) -> Style {
    Style(fill: paint, opacity: opacity)
  }

  static func stroke(
    _ paint: Paint, width: Double = 1, dash: [Double] = [], opacity: Double = 1
  ) -> Style {
    Style(stroke: paint, strokeWidth: width, dash: dash, opacity: opacity)
  }
}

/// One line of text.
public struct Text: Sendable, Equatable {
  /// Which part of the text stands at its position.
  public enum Anchor: String, Sendable {
    case start, middle, end
  }

  /// What is written.
  public var string: String
  /// The anchor on the base line.
  public var position: Point
  /// Which part of the text stands at the position.
  public var anchor: Anchor
  /// In pixels.
  public var size: Double
  /// Whether it is set in bold.
  public var isBold: Bool
  /// The colour of the letters.
  public var paint: Paint
  /// Clockwise, in degrees about the position.
  public var rotation: Double

  /// A line of text, upright in ink from its position on unless said otherwise.
  public init(
    _ string: String, at position: Point, anchor: Anchor = .start, size: Double = Text.normal,
    isBold: Bool = false, paint: Paint = .ink, rotation: Double = 0
  ) {
    self.string = string
    self.position = position
    self.anchor = anchor
    self.size = size
    self.isBold = isBold
    self.paint = paint
    self.rotation = rotation
  }

  /// The usual size, in pixels.
  public static let normal = 12.0
  static let small = 11.0
}
