import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing

@testable import RunReports

struct FidelityNotesTests {
  private static func notes(_ text: String) throws -> FidelityNotes {
    let folder = try TemporaryFolder()
    return try FidelityNotes(folder.file("notes.yaml", Data(text.utf8)))
  }

  @Test func `official figures and what was found are read by their place`() throws {
    let notes = try Self.notes(
      """
      official:
        - {table: mislas/cifar, row: MiSLAS, column: CIFAR-100-LT 100, accuracy: 47, ece: 4.83, source: log}
      found:
        - table: mislas/cifar
          row: CE
          column: CIFAR-100-LT 100
          text: >
            the schedule
            explains it
      """)
    let place = CellPlace(table: "mislas/cifar", row: "MiSLAS", column: "CIFAR-100-LT 100")
    #expect(notes.official == [place: .init(figure: PublishedFigure(47, 4.83), source: "log")])
    #expect(
      notes.found
        == [
          CellPlace(table: "mislas/cifar", row: "CE", column: "CIFAR-100-LT 100"):
            "the schedule explains it"
        ])
  }

  @Test func `without a file, and without entries, there are no notes`() throws {
    let folder = try TemporaryFolder()
    for notes in [
      try FidelityNotes(folder("notes.yaml")), try Self.notes(""), try Self.notes("found: []"),
      try Self.notes("official:\nfound:\n"),
    ] {
      #expect(notes.official.isEmpty && notes.found.isEmpty)
    }
  }

  private static let place = "table: mislas/cifar, row: MiSLAS, column: CIFAR-100-LT 100"

  @Test(arguments: [
    ("found: [", "YAML"), ("- 1", "official and found"), ("offical: []", "offical"),
    ("found: yes", "a list"), ("found: [1]", "found.0"),
    ("found: [{\(place)}]", "text"), ("found: [{\(place), text: a, ece: 1}]", "ece"),
    ("found: [{\(place), text: [a]}]", "text"),
    ("found: [{\(place), text: a}, {\(place), text: b}]", "found.1"),
    ("official: [{\(place), source: a}]", "no accuracy"),
    ("official: [{\(place), accuracy: 47.0}]", "source"),
    ("official: [{\(place), accuracy: 470, source: a}]", "percent"),
    ("found: [{table: mislas/cifr, row: a, column: b, text: c}]", "mislas/cifar"),
    ("found: [{table: mislas/cifar, row: a, column: b, text: c}]", "list tables"),
  ])
  func `what is wrong with notes is told with its place`(_ text: String, _ word: String) {
    #expect {
      try Self.notes(text)
    } throws: { error in
      error is FileProblem && "\(error)".contains("notes.yaml") && "\(error)".contains(word)
    }
  }
}
