import Foundation

/// A part of a section.
enum Block {
  /// `**` encloses emphasis.
  case paragraph(String)
  /// Smaller and paler: how to read what stands above.
  case remark(String)
  case heading(String)
  case table(Table)
  case facts([Fact])
  /// A chart as wide as the page, drawn a second time for narrow screens, so that its text can be
  /// read on both.
  case figure(any Chart, heading: String, caption: String)
  /// Charts side by side, as many as fit, each about so many pixels wide; also drawn for narrow
  /// screens when they would shrink too much there.
  case gallery([any Chart], width: Double, heading: String, caption: String)
  /// Folded on the screen unless it is open; folded parts go to paper only when asked for.
  case details(summary: String, isOpen: Bool = false, isPrinted: Bool = true, [Block])
  /// Two parts side by side where there is room for both.
  case columns([Block], [Block])
  case code(String)
  /// What the colours of the reliability diagrams mean.
  case reliabilityKey
  /// CSV text that the browser saves as a file.
  case download(file: String, text: String, label: String, note: String)

  private static let wide = 980.0
  private static let narrow = 400.0

  func html() -> String {
    switch self {
    case .paragraph(let text): return "<p>\(Markup.emphasised(text))</p>"
    case .remark(let text): return "<p class=\"remark\">\(Markup.emphasised(text))</p>"
    case .heading(let text): return "<h3>\(Markup.escaped(text))</h3>"
    case .table(let table): return table.html()
    case .facts(let facts):
      return Templates.facts.render([
        "facts": .list(
          facts.map {
            [
              "name": .text($0.name), "value": .text($0.value),
              // A hash or a command line gets the whole width.
              "isLong": .flag($0.value.count > 44),
            ]
          })
      ])
    case .figure(let chart, let heading, let caption):
      return Templates.figure.render(
        Self.titles(heading, caption).merging([
          "wide": .markup(chart.drawing(width: Self.wide).svg()),
          "narrow": .markup(chart.drawing(width: Self.narrow).svg()),
        ]) { $1 })
    case .gallery(let charts, let width, let heading, let caption):
      let isTwice = width > Self.narrow * 1.15
      return Templates.gallery.render(
        Self.titles(heading, caption).merging([
          "least": .text(SVGNumber.text(width * 0.88)),
          "isTwice": .flag(isTwice),
          "drawings": .list(
            charts.map {
              [
                "drawing": .markup($0.drawing(width: width).svg()),
                "narrow": .markup(isTwice ? $0.drawing(width: Self.narrow).svg() : ""),
              ]
            }),
        ]) { $1 })
    case .details(let summary, let isOpen, let isPrinted, let blocks):
      return Templates.details.render([
        "summary": .text(summary), "isOpen": .flag(isOpen),
        "isPrinted": .flag(isPrinted),
        "body": .markup(blocks.map { $0.html() }.joined(separator: "\n")),
      ])
    case .columns(let first, let second):
      let columns = [first, second].map { blocks in
        "<div>\(blocks.map { $0.html() }.joined(separator: "\n"))</div>"
      }
      return "<div class=\"columns\">\(columns.joined())</div>"
    case .code(let text): return "<pre><code>\(Markup.escaped(text))</code></pre>"
    case .reliabilityKey: return Self.keysOfBins
    case .download(let file, let text, let label, let note):
      return Templates.download.render([
        "file": .text(file), "label": .text(label), "note": .text(note),
        "data": .markup(Data(text.utf8).base64EncodedString()),
      ])
    }
  }

  private static func titles(_ heading: String, _ caption: String) -> [String: Template.Content] {
    [
      "heading": .text(heading), "hasHeading": .flag(!heading.isEmpty), "caption": .text(caption),
      "hasCaption": .flag(!caption.isEmpty),
    ]
  }

  private static var keysOfBins: String {
    let entries = [
      ("accuracy", "accuracy in the bin"), ("over", "confidence above accuracy"),
      ("under", "confidence below accuracy"),
      ("band", "where a perfectly calibrated model would lie"),
    ]
    let items = entries.map { "<li><span class=\"key \($0.0)\"></span>\($0.1)</li>" }
    return "<ul class=\"keys\">\(items.joined())</ul>"
  }
}

extension Markup {
  /// Escaped, with `**` … `**` as emphasis.
  static func emphasised(_ text: String) -> String {
    let parts = escaped(text).components(separatedBy: "**")
    // An odd number of marks leaves the last one as it is.
    let closed = parts.count % 2 == 1 ? parts.count : parts.count - 1
    var result = ""
    for (index, part) in parts.enumerated() {
      if index >= closed { result += "**" + part; continue }
      result += index % 2 == 1 ? "<strong>\(part)</strong>" : part
    }
    return result
  }
}
