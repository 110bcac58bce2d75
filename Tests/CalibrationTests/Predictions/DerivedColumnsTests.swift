import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Columns of logits that are computed from the others; `Fixtures/derived_column_fixtures.py` made them with NumPy.
struct DerivedColumnsTests {
  private struct Fixture: Decodable {
    let logits: [[Double]]
    let figures: [String: [Double]]
  }

  private let folders = KeptFolders()
  private let fixture: Fixture
  /// Of 3 classes, as whole numbers, so that the last of 4 columns has none.
  private let labels: [Int]

  init() throws {
    fixture = try TestSupport.fixture("derived_column_fixtures", as: Fixture.self)
    labels = fixture.logits.indices.map { $0 % 3 }
  }

  /// A folder of the logits with another column at a place.
  private func folder(
    _ column: [Double], at place: Int, labels: [Int]? = nil, isTable: Bool = false
  ) throws -> TemporaryFolder {
    let folder = try folders.make()
    let rows = zip(fixture.logits, column).map { row, value in
      Array(row[..<place]) + [value] + Array(row[place...])
    }
    let labels = labels ?? self.labels
    if isTable {
      let names = ["xa", "xb", "xc", "xd"].joined(separator: ",") + "\n"
      let lines = rows.map { $0.map { String($0) }.joined(separator: ",") + "\n" }
      _ = try folder.file("logits.csv", Data((names + lines.joined()).utf8))
    } else {
      try NPYFile.write(
        NumericArray(rows.flatMap { $0 }.map { Float($0) }, shape: [rows.count, 4]),
        to: folder("logits.npy"))
    }
    try NPYFile.write(NumericArray(labels, shape: [rows.count]), to: folder("labels.npy"))
    return folder
  }

  @Test(arguments: [0, 1, 3])
  func `are refused by what they are, wherever they stand`(place: Int) throws {
    #expect(fixture.figures.count == DerivedColumns.Figure.allCases.count)
    for (figure, column) in fixture.figures {
      let array = try folder(column, at: place)
      let error = try #require(throws: FileProblem.self) { try PredictionFolder.read(array.path) }
      #expect(
        error.problem.contains(
          "column \(place), counted from 0, is in every row the \(figure) of the other columns"),
        "\(error)")
      #expect(error.problem.contains("leaves it out; class_names.txt"), "\(error)")
      #expect(throws: FileProblem.self) { try LabelledRows(folder: array.path) }

      let table = try folder(column, at: place, isTable: true)
      let named = try #require(throws: FileProblem.self) { try PredictionFolder.read(table.path) }
      #expect(
        named.problem.contains("column \(place + 1), '\(["xa", "xb", "xc", "xd"][place])', is in"),
        "\(named)")
      let all = try PredictionFolder.read(
        table.path, choice: TableChoice(columns: ColumnSelection("xa..xd")))
      #expect(all.logits.classes == 4 && all.warnings.isEmpty)
    }
  }

  @Test func `are classes where names or labels say so, and where one row differs`() throws {
    let column = try #require(fixture.figures["largest logit"])
    let named = try folder(column, at: 3)
    _ = try named.file("class_names.txt", Data("cat\ndog\nowl\nyak\n".utf8))
    #expect(try PredictionFolder.read(named.path).logits.classes == 4)
    let labelled = try folder(column, at: 3, labels: labels.indices.map { $0 % 4 })
    #expect(try PredictionFolder.read(labelled.path).warnings.isEmpty)
    var other = column
    other[15] += 0.01
    let read = try PredictionFolder.read(folder(other, at: 3).path)
    #expect(read.warnings.count == 1 && read.warnings[0].contains("no sample has the label 3"))
  }

  @Test func `of fewer than five different numbers may be so by chance`() throws {
    let folder = try folders.make()
    let rows = (0..<40).flatMap { row -> [Float] in
      let value = Float(row % 4) + 0.5
      return [value, 2.25 * value, -1.25, 2.25 * value]
    }
    try NPYFile.write(NumericArray(rows, shape: [40, 4]), to: folder("logits.npy"))
    try NPYFile.write(NumericArray((0..<40).map { $0 % 3 }, shape: [40]), to: folder("labels.npy"))
    #expect(try PredictionFolder.read(folder.path).logits.classes == 4)
  }

  @Test func `are no column beside a class that is excluded throughout`() throws {
    let folder = try folders.make()
    let rows = fixture.logits.enumerated().flatMap { index, row -> [Float] in
      [Float(row[0]), -.infinity, Float(row[1]), Float(index) - 9.75]
    }
    try NPYFile.write(NumericArray(rows, shape: [16, 4]), to: folder("logits.npy"))
    try NPYFile.write(
      NumericArray((0..<16).map { $0 % 2 * 2 }, shape: [16]), to: folder("labels.npy"))
    #expect(try PredictionFolder.read(folder.path).logits.classes == 4)
  }

  @Test func `leave out classes that are excluded`() {
    let row: [Double] = [2, -.infinity, 1, 5]
    let figures = DerivedColumns.figures(of: row[...], without: 3)
    let sum = exp(2.0) + exp(1.0)
    #expect(figures[.maximum] == 2 && figures[.margin] == 1)
    #expect(abs((figures[.logSumExp] ?? 0) - log(sum)) < 1e-12)
    let shares = [exp(2.0) / sum, exp(1.0) / sum]
    let entropy = -shares.reduce(0) { $0 + $1 * log($1) }
    #expect(abs((figures[.entropy] ?? 0) - entropy) < 1e-12)
  }
}
