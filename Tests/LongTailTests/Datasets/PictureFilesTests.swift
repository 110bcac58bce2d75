import TestSupport
import Testing

@testable import LongTail

/// What tells a picture file from others without reading it.
struct PictureFilesTests {
  @Test(arguments: [
    ("a/b.png", "b.png"), ("b.png", "b.png"), ("/b.png", "b.png"), ("a//b.png", "b.png"),
    ("a/b/", "b"), ("a/b//", "b"), ("ä/é.png", "é.png"), ("//é.png", "é.png"), ("a/.b", ".b"),
    ("a/\u{301}b", "\u{301}b"), ("", ""),
  ])
  func `a name is what follows the last slash`(path: String, name: String) {
    #expect(Array(PictureFiles.lastPart(of: path).utf8) == Array(name.utf8))
  }

  @Test func `a file is told by its name and its size`() throws {
    let data = try DataFolder()
    try data.pictures("p", 2)
    try data.text("p/words.png", "twelve bytes")
    let files = PictureFiles(
      paths: [data("p/words.png"), data("p/none.png")], reduction: .none)
    #expect(try files.nameAndSize(0) == "words.png 12\n")
    #expect { _ = try files.nameAndSize(1) } throws: { "\($0)".contains("none.png") }
  }
}
