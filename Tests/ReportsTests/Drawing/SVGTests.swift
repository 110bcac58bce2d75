import Foundation
import Reports
import Testing

@Test(arguments: [
  (0, "0"), (-0.004, "0"), (1, "1"), (0.5, "0.5"), (12.345, "12.35"), (12.304, "12.3"),
  (3.05, "3.05"), (-7.25, "-7.25"), (999.994, "999.99"), (1042.5678, "1042.6"),
  (12345.678, "12346"),
])
func `numbers of a drawing have at most five digits`(value: Double, text: String) {
  #expect(SVGNumber.text(value) == text)
}

@Test(arguments: [
  (Double.nan, "0"), (.infinity, "1000000000"), (-.infinity, "-1000000000"),
  (1.7e308, "1000000000"),
  (.leastNonzeroMagnitude, "0"),
])
func `a number that cannot be drawn is written all the same`(value: Double, text: String) {
  #expect(SVGNumber.text(value) == text)
}

@Test func `a line leaves out the points that have no place`() {
  let points = [
    Point(.nan, 1), Point(1, 2), Point(3, .infinity), Point(3, 4), Point(5, .nan),
  ]
  let line = Element.polyline(points, Style(stroke: .ink))
  let svg = Drawing(width: 9, height: 9, title: "", description: "", elements: [line]).svg()
  #expect(svg.contains("<path d=\"M1 2L3 4\""))
}

@Test func `a drawing is the elements in order, with a text for those who cannot see it`() throws {
  let drawing = Drawing(
    width: 100, height: 50, title: "A & B", description: "two < three",
    elements: [
      .rectangle(Rectangle(x: 1, y: 2, width: 3, height: 4), Style(fill: .series(9))),
      .group([.circle(center: Point(5, 6), radius: 2.5, Style(stroke: .ink))], label: "here"),
      .text(Text("1 < 2", at: Point(10, 20), anchor: .end, isBold: true)),
    ])
  let svg = drawing.svg()
  #expect(
    svg == """
      <svg viewBox="0 0 100 50" width="100" height="50" role="img" font-size="12">\
      <title>A &amp; B</title><desc>two &lt; three</desc>\
      <rect x="1" y="2" width="3" height="4" class="f-s1"/>\
      <g><title>here</title><circle cx="5" cy="6" r="2.5" class="l-ink" fill="none"/></g>\
      <text x="10" y="20" class="f-ink" text-anchor="end" font-weight="600">1 &lt; 2</text></svg>
      """)
}

@Test func `a standalone drawing brings its colours`() throws {
  let drawing = Drawing(width: 10, height: 10, title: "t", description: "d")
  let svg = drawing.svg(standalone: true)
  #expect(svg.contains("xmlns=\"http://www.w3.org/2000/svg\""))
  #expect(svg.contains("prefers-color-scheme:dark"))
  #expect(svg.contains(".f-ink{fill:var(--ink)}"))
  _ = try WellFormed(svg)
}

@Test func `rectangles of one style are one shape`() {
  let two = Element.rectangles(
    [
      Rectangle(x: 0, y: 0, width: 2, height: 3), Rectangle(x: 5, y: 5, width: 1, height: 1),
    ], Style(fill: .level(3)))
  let svg = Drawing(width: 9, height: 9, title: "", description: "", elements: [two]).svg()
  #expect(svg.contains("<path d=\"M0 0h2v3h-2zM5 5h1v1h-1z\" class=\"f-h3\"/>"))
}
