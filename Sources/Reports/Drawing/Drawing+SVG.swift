extension Drawing {
  /// The drawing as an SVG element that scales to the width of its surroundings.
  ///
  /// Colours are classes and CSS variables, so that the page around it can choose light or dark.
  /// - Parameter standalone: whether to bring the style along, for a file of its own.
  /// - Returns: one `<svg>` element.
  public func svg(standalone: Bool = false) -> String {
    var text = "<svg"
    if standalone { text += " xmlns=\"http://www.w3.org/2000/svg\"" }
    let size = "\(SVGNumber.text(width)) \(SVGNumber.text(height))"
    text += " viewBox=\"0 0 \(size)\" width=\"\(SVGNumber.text(width))\""
    text += " height=\"\(SVGNumber.text(height))\" role=\"img\" font-size=\"12\">"
    text += "<title>\(Markup.escaped(title))</title>"
    text += "<desc>\(Markup.escaped(description))</desc>"
    if standalone { text += "<style>\(Self.standaloneRules)</style>" }
    for element in elements { element.write(to: &text) }
    return text + "</svg>"
  }

  private static let standaloneRules =
    "svg{\(Theme.light.variables)background:var(--paper)}"
    + "@media(prefers-color-scheme:dark){svg{\(Theme.dark.variables)}}" + Theme.drawingRules
}

extension Element {
  func write(to text: inout String) {
    switch self {
    case .rectangle(let rectangle, let style):
      text += "<rect"
      Self.write([("x", rectangle.x), ("y", rectangle.y)], to: &text)
      Self.write([("width", rectangle.width), ("height", rectangle.height)], to: &text)
      style.write(to: &text)
      text += "/>"
    case .circle(let center, let radius, let style):
      text += "<circle"
      Self.write([("cx", center.x), ("cy", center.y), ("r", radius)], to: &text)
      style.write(to: &text)
      text += "/>"
    case .polyline(let points, let style):
      text += "<path d=\"\(Self.path(points))\""
      style.write(to: &text)
      text += "/>"
    case .polygon(let points, let style):
      text += "<path d=\"\(Self.path(points))z\""
      style.write(to: &text)
      text += "/>"
    case .rectangles(let rectangles, let style):
      text += "<path d=\""
      for one in rectangles {
        text += "M\(SVGNumber.text(one.x)) \(SVGNumber.text(one.y))h\(SVGNumber.text(one.width))"
        text += "v\(SVGNumber.text(one.height))h\(SVGNumber.text(-one.width))z"
      }
      text += "\""
      style.write(to: &text)
      text += "/>"
    case .text(let label):
      label.write(to: &text)
    case .group(let elements, let label):
      text += "<g>"
      if let label { text += "<title>\(Markup.escaped(label))</title>" }
      for element in elements { element.write(to: &text) }
      text += "</g>"
    }
  }

  private static func write(_ attributes: [(String, Double)], to text: inout String) {
    for (name, value) in attributes { text += " \(name)=\"\(SVGNumber.text(value))\"" }
  }

  private static func path(_ points: [Point]) -> String {
    var text = ""
    for point in points where point.x.isFinite && point.y.isFinite {
      text += text.isEmpty ? "M" : "L"
      text += "\(SVGNumber.text(point.x)) \(SVGNumber.text(point.y))"
    }
    return text
  }
}

extension Style {
  fileprivate func write(to text: inout String) {
    switch (fill, stroke) {
    case (let fill?, let stroke?): text += " class=\"f-\(fill.name) l-\(stroke.name)\""
    case (let fill?, nil): text += " class=\"f-\(fill.name)\""
    case (nil, let stroke?): text += " class=\"l-\(stroke.name)\" fill=\"none\""
    case (nil, nil): text += " fill=\"none\""
    }
    if stroke != nil, strokeWidth != 1 {
      text += " stroke-width=\"\(SVGNumber.text(strokeWidth))\""
    }
    if stroke != nil, !dash.isEmpty {
      text += " stroke-dasharray=\"\(dash.map(SVGNumber.text).joined(separator: " "))\""
    }
    if opacity != 1 { text += " opacity=\"\(SVGNumber.text(opacity))\"" }
  }
}

extension Text {
  fileprivate func write(to text: inout String) {
    let (x, y) = (SVGNumber.text(position.x), SVGNumber.text(position.y))
    text += "<text x=\"\(x)\" y=\"\(y)\" class=\"f-\(paint.name)\""
    if anchor != .start { text += " text-anchor=\"\(anchor.rawValue)\"" }
    if size != Self.normal { text += " font-size=\"\(SVGNumber.text(size))\"" }
    if isBold { text += " font-weight=\"600\"" }
    if rotation != 0 { text += " transform=\"rotate(\(SVGNumber.text(rotation)) \(x) \(y))\"" }
    text += ">\(Markup.escaped(string))</text>"
  }
}
