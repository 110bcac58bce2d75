import ArrayFiles
import Foundation
import LongTail

/// What people write beside the results, in YAML: figures of the authors' own logs and code, and what was found of cells
/// that are far from the published ones. No command writes it.
struct FidelityNotes {
  /// What the authors' code or its logs say of a figure.
  struct Official: Equatable {
    /// In percent.
    let figure: PublishedFigure
    /// Where it stands, or how it was made.
    let source: String
  }

  private(set) var official: [CellPlace: Official] = [:]
  private(set) var found: [CellPlace: String] = [:]

  private let path: String

  /// - Parameter path: the file; without one there are no notes.
  /// - Throws: `FileProblem` for what is no such YAML, and for a place that no published table has.
  init(_ path: String) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else { return }
    let tree: SettingsTree
    do {
      tree = try RecipeFile.tree(fromYAML: String(contentsOfFile: path, encoding: .utf8))
    } catch { throw FileProblem(path, "is not valid YAML: \(error)") }
    if tree == .null { return }
    guard case .table(let lists) = tree else {
      throw FileProblem(path, "expected the lists official and found")
    }
    if let other = lists.keys.sorted().first(where: { !["official", "found"].contains($0) }) {
      throw FileProblem(path, at: other, "expected the lists official and found")
    }
    for (place, entry) in try entries(lists["official"], "official", ["accuracy", "ece", "source"])
    {
      let figure = PublishedFigure(try entry.number("accuracy"), try entry.number("ece"))
      guard figure != PublishedFigure(nil) else {
        throw entry.problem("has no accuracy and no ece")
      }
      let note = Official(figure: figure, source: try entry.text("source"))
      guard official.updateValue(note, forKey: place) == nil else {
        throw entry.problem("\(place) is there twice")
      }
    }
    for (place, entry) in try entries(lists["found"], "found", ["text"]) {
      guard found.updateValue(try entry.text("text"), forKey: place) == nil else {
        throw entry.problem("\(place) is there twice")
      }
    }
  }

  private func entries(
    _ list: SettingsTree?, _ name: String, _ keys: [String]
  ) throws -> [(place: CellPlace, entry: NoteEntry)] {
    switch list {
    case nil, .null: return []
    case .list(let values):
      return try values.enumerated().map { index, value in
        let entry = try NoteEntry(
          value, path: path, place: "\(name).\(index)", keys: ["table", "row", "column"] + keys)
        return (try entry.cell(), entry)
      }
    default: throw FileProblem(path, at: name, "expected a list")
    }
  }
}

/// One entry of a list of notes.
private struct NoteEntry {
  private let values: [String: SettingsTree]
  private let path: String
  private let place: String

  init(_ value: SettingsTree, path: String, place: String, keys: [String]) throws(FileProblem) {
    guard case .table(let values) = value else {
      throw FileProblem(path, at: place, "expected \(keys.joined(separator: ", "))")
    }
    if let other = values.keys.sorted().first(where: { !keys.contains($0) }) {
      throw FileProblem(
        path, at: place, "has \(other); expected \(keys.joined(separator: ", "))")
    }
    self.values = values
    self.path = path
    self.place = place
  }

  func problem(_ words: String) -> FileProblem { FileProblem(path, at: place, words) }

  /// Labels such as `100` are numbers in YAML.
  func text(_ key: String) throws(FileProblem) -> String {
    switch values[key] {
    case .text(let text)?:
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    case .integer(let number)?: return "\(number)"
    default: throw problem("expected a text for \(key)")
    }
  }

  func number(_ key: String) throws(FileProblem) -> Double? {
    switch values[key] {
    case nil, .null?: return nil
    case .integer(let number)? where 0...100 ~= number: return Double(number)
    case .number(let number)? where 0...100 ~= number: return number
    default: throw problem("expected \(key) in percent, 0 to 100")
    }
  }

  /// The place that it is about.
  func cell() throws(FileProblem) -> CellPlace {
    let cell = try CellPlace(table: text("table"), row: text("row"), column: text("column"))
    let table: PublishedTable
    do { table = try PublishedTables.table(named: cell.table) } catch { throw problem("\(error)") }
    guard table.figure(row: cell.row, column: cell.column) != nil else {
      throw problem(
        "\(cell.table) has no figure in row “\(cell.row)”, column “\(cell.column)”; longtail list tables --table "
          + "\(cell.table) shows its labels")
    }
    return cell
  }
}
