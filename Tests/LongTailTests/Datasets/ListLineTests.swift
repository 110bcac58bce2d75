import Testing

@testable import LongTail

/// A line of a list that is no table.
struct ListLineTests {
  private func read(_ text: String) throws -> [String]? {
    try ListLine(text, path: "list.txt", number: 1).map { [$0.picture, $0.label] }
  }

  @Test(arguments: [
    ("a/1.png 3", ["a/1.png", "3"]), ("a/1.png\t3", ["a/1.png", "3"]), ("1 3", ["1", "3"]),
    ("a/1.png 2.png", ["a/1.png", "2.png"]), (" a/1.png 3", ["a/1.png", "3"]),
    ("a/1.png 3 ", ["a/1.png", "3"]), ("a/1.png  3", ["a/1.png", "3"]),
    ("a/1.png\t\t3", ["a/1.png", "3"]), ("a b.png 3", ["a b.png", "3"]),
    ("a b.png\tred fox", ["a b.png", "red fox"]), ("\"a/1.png\" 3", ["a/1.png", "3"]),
    ("\"a.png 3", ["\"a.png", "3"]), ("a\u{A0}b.png 3", ["a\u{A0}b.png", "3"]),
  ])
  func `the path and the label are parted`(line: String, expected: [String]) throws {
    #expect(try read(line) == expected)
  }

  /// What is read by bytes alone is what other lines are read as.
  @Test(arguments: ["a/1.png 3", "a/1.png\t3", "b 0.5", "c.jpg d.jpg", "x,y 3", "x' 'y"])
  func `letters beyond ASCII change nothing`(line: String) throws {
    let wide = try read("é" + line)
    #expect(wide == (try read(line)).map { ["é" + $0[0], $0[1]] })
    #expect(try wide == read("  é" + line + " "))
  }

  @Test func `a line without a label is refused, an empty one passed over`() throws {
    #expect(try read("") == nil && read(" \t ") == nil)
    for line in ["a/1.png", "a/1.png ", "\ta/1.png"] {
      #expect { _ = try read(line) } throws: { "\($0)".contains("no label after “a/1.png”") }
    }
  }
}
