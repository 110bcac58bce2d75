/// A report page as a value: what it says, in order. ``html()`` turns it into one file.
package struct Page {
  /// A figure in large type.
  struct Tile {
    let label: String
    let value: String
    let note: String
  }

  struct Section {
    /// The anchor, unique on the page.
    let identifier: String
    let title: String
    /// Short, for the navigation.
    let shortTitle: String
    let blocks: [Block]

    init(_ identifier: String, _ title: String, short: String? = nil, _ blocks: [Block]) {
      self.identifier = identifier
      self.title = title
      shortTitle = short ?? title
      self.blocks = blocks
    }
  }

  /// What sort of report this is, above the title.
  var kind: String
  var title: String
  var subtitle: String
  var stamps: [Stamp]
  /// A paragraph each; `**` encloses emphasis.
  var summary: [String]
  var tiles: [Tile]
  var sections: [Section]

  /// The size that a page keeps below: a report travels by mail.
  package static let largestSize = 1_900_000

  func html() -> String {
    Templates.page.render([
      "title": .text(title), "kind": .text(kind), "subtitle": .text(subtitle),
      "style": .markup(StyleSheet.text), "stamps": .list(stamps.map(Self.content)),
      "summary": .list(summary.map { ["words": .markup(Markup.emphasised($0))] }),
      "hasTiles": .flag(!tiles.isEmpty),
      "tiles": .list(
        tiles.map {
          ["label": .text($0.label), "value": .text($0.value), "note": .text($0.note)]
        }),
      "sections": .list(
        sections.map { section in
          [
            "identifier": .text(section.identifier), "heading": .text(section.title),
            "short": .text(section.shortTitle),
            "body": .markup(section.blocks.map { $0.html() }.joined(separator: "\n")),
          ]
        }),
    ])
  }

  static func content(_ stamp: Stamp) -> [String: Template.Content] {
    [
      "stamp": .text(stamp.text), "isWarning": .flag(stamp.kind == .warning),
      "explanation": .text(stamp.explanation), "hasExplanation": .flag(!stamp.explanation.isEmpty),
    ]
  }
}
