/// A table of figures.
struct Table {
  struct Column {
    let name: String
    /// A second line in the head, such as the unit.
    let note: String
    let isNumber: Bool
    let stamps: [Stamp]

    init(_ name: String, note: String = "", isNumber: Bool = true, stamps: [Stamp] = []) {
      self.name = name
      self.note = note
      self.isNumber = isNumber
      self.stamps = stamps
    }
  }

  struct Cell {
    var text: String
    /// A smaller second line, such as an interval.
    var note = ""
    var stamps: [Stamp] = []
    var isBest = false
    /// Names the row.
    var isHead = false

    init(
      _ text: String, note: String = "", stamps: [Stamp] = [], isBest: Bool = false,
      isHead: Bool = false
    ) {
      self.text = text
      self.note = note
      self.stamps = stamps
      self.isBest = isBest
      self.isHead = isHead
    }
  }

  struct Row {
    var cells: [Cell]
    /// Draws a line above: the first row of a run.
    var opensGroup = false
  }

  /// For those who cannot see it.
  let label: String
  var caption = ""
  let columns: [Column]
  var rows: [Row]

  func html() -> String {
    Templates.table.render([
      "label": .text(label), "caption": .text(caption), "hasCaption": .flag(!caption.isEmpty),
      // Wide tables fill the page; short ones are not broken between printed pages.
      "isWide": .flag(columns.count > 4), "isShort": .flag(rows.count <= 16),
      "columns": .list(
        columns.map {
          [
            "name": .text($0.name), "stamps": .markup(Self.html($0.stamps)), "note": .text($0.note),
            "hasNote": .flag(!$0.note.isEmpty),
            "isNumber": .flag($0.isNumber),
          ]
        }),
      "rows": .list(
        rows.map { row in
          [
            "opensGroup": .flag(row.opensGroup),
            "cells": .markup(zip(columns, row.cells).map(Self.html).joined()),
          ]
        }),
    ])
  }

  // By hand: a table of a thousand classes has ten thousand cells, and the engine is slow.
  private static func html(_ column: Column, _ cell: Cell) -> String {
    var text = Markup.escaped(cell.text)
    if cell.isBest { text = "<strong>\(text)</strong>" }
    text += html(cell.stamps)
    if !cell.note.isEmpty { text += "<small>\(Markup.escaped(cell.note))</small>" }
    if cell.isHead { return "<th scope=\"row\">\(text)</th>" }
    return column.isNumber ? "<td class=\"number\">\(text)</td>" : "<td>\(text)</td>"
  }

  private static func html(_ stamps: [Stamp]) -> String {
    stamps.isEmpty ? "" : Templates.stamps.render(["stamps": .list(stamps.map(Page.content))])
  }
}
