import ArrayFiles
import Foundation
import TestSupport
import Testing

struct `The first line of a table of numbers` {
  private func table(_ text: String, _ header: CSVFile.Header = .automatic) throws -> CSVTable {
    try CSVTable(Data(text.utf8), path: "file", header: header)
  }

  @Test(arguments: [
    ("cat,dog\n1,2\n", ["cat", "dog"]),
    ("\"tabby, cat\",\"say \"\"hi\"\"\"\n1,2\n", ["tabby, cat", "say \"hi\""]),
    ("\"two\nlines\",b\n1,2\n", ["two\nlines", "b"]),
    (",cat,dog\n0,1,2\n", ["", "cat", "dog"]),
    // Numbered names, as pandas and R write them.
    ("0,1,2\n0.5,1,2\n3,.5,1\n", ["0", "1", "2"]),
    ("1,2,3\n0.5,1,2\n1,1,1e-3\n", ["1", "2", "3"]),
    (",0,1\n0,.5,.5\n", ["", "0", "1"]), (",0\n0,3\n", ["", "0"]),
    ("0,1,2,label\n1,2,3,0\n", ["0", "1", "2", "label"]),
    // NumPy's savetxt.
    ("# cat,dog\n1,2\n", ["cat", "dog"]),
    ("none,cat\n1,2\n", ["none", "cat"]),
  ])
  func `names the columns`(text: String, names: [String]) throws {
    #expect(try table(text).names == names)
  }

  @Test(arguments: [
    "1,2\n3,4\n", "0.5,1,2\n1,2,3\n", "1,2.5\n", "0,1,2\n", "500,300,20\n", "3,1,2\n1,0,2\n",
    "0,0\n.5,.5\n", "-1,0,1\n2,.5,.5\n3,4,5\n", "0.0,1.0,2.0\n1.0,2.0,0.0\n", "nan,inf\n1,2\n",
    "0\n1\n",
    "0.00,1.00\n.5,.5\n", "1.0,0.0\n.5,.5\n", "0.0,1.5\n.5,.5\n",
  ])
  func `is a row`(text: String) throws {
    #expect(try table(text).names == nil)
  }

  @Test(arguments: [
    ("0,1,2\n1,0,2\n", "0,1,2 may be the names of the columns"),
    ("0,1\n0.5,0.5\n", "0,1 may be the names"), ("0,1\n1,0\n", "--header yes or --header no"),
    ("7,3,5\n.5,.5,.5\n", "7,3,5 may be the names"),
    // Names of classes that are no whole numbers without a sign, as pandas writes them.
    ("0.0,1.0,2.0\n.5,.5,.5\n", "0.0,1.0,2.0 may be the names"),
    ("-1,0,1,2,3\n.5,.5,.5,.5,.5\n", "-1,0,1,2,… may be the names"),
    ("1,a\n1,2\n", "line 1, field 2: 'a' is not a number, but field 1, 1, is one"),
    ("0.5,\n1,2\n", "line 1, field 2: the field is empty"),
    ("a,,c\n1,2,3\n", "line 1, field 2: the field is empty"),
    ("NA,NA\n1,2\n", "line 1, field 1: 'NA' is not a number"),
    ("0,1,NA\n0.5,1,2\n", "line 1, field 3: 'NA' is not a number"),
    ("a;b\n1;2\n", "separated by semicolons"), ("a\tb\n1\t2\n", "separated by tabs"),
    ("0.1 0.2\n0.3 0.4\n", "separated by spaces"), ("1\n0,5;0,2\n", "more fields"),
    ("\"a\";\"b\"\n1;2\n", "line 1: the fields are separated by semicolons"),
    ("\"a\"\t\"b\"\n1\t2\n", "line 1: the fields are separated by tabs"),
    ("\"a\" b\n1\n", "text follows a quoted field"),
    ("a;b\n1;2\n", "pandas reads them by sep=\";\""),
    ("0,5;0,5\n0,2;0,8\n", "(fields separated by semicolons, with decimal commas?"),
    ("0,5\t0,5\n0,2\t0,8\n", "(fields separated by tabs, with decimal commas?"),
    ("a,b,\n1,2,\n", "the line ends with a comma, which begins one more field"),
    ("0.5,1,\n1,2,\n", "line 1, field 3: the field is empty"),
    ("0.5,1,\n1,2,\n", "take it off every line"),
    ("a,b\n1,2,\n", "more fields, the first row has 2 (the line ends with a comma"),
    ("a,b\n\"0,5\",1\n", "a decimal comma?"), ("a,b\n\u{2212}1,1\n", "U+2212"),
  ])
  func `that may be two things is refused`(text: String, words: String) {
    expectProblem(words) { _ = try table(text).numbers() }
  }

  @Test func `is what somebody says it is`() throws {
    #expect(try table("0,1\n.5,.5\n", .present).names == ["0", "1"])
    #expect(try table("0,1\n.5,.5\n", .absent).numbers().shape == [2, 2])
    #expect(try table("0.5,b\n1,2\n", .present).names == ["0.5", "b"])
    #expect(try table("a,b\n1,2\n", .absent).names == nil)
    expectProblem("'a' is not a number") { _ = try table("a,b\n1,2\n", .absent).numbers() }
  }

  @Test func `in Latin-1 is refused by its field`() {
    let bytes = Data("cat,d\u{f6}g\n1,2\n".unicodeScalars.map { UInt8($0.value) })
    expectProblem("line 1, field 2: the name is not UTF-8") {
      _ = try CSVTable(bytes, path: "file")
    }
  }

  @Test func `in UTF-16 is refused by name`() throws {
    let bytes = Data([0xff, 0xfe, 0x31, 0, 0x0a, 0])
    expectProblem("UTF-16") { _ = try CSVTable(bytes, path: "file") }
    expectProblem("UTF-16") { _ = try CSVFile.parseRows(bytes, path: "file") }
    // Without its mark.
    expectProblem("UTF-16 or no text at all") {
      _ = try CSVTable(bytes.dropFirst(2), path: "file")
    }
  }

  @Test func `is cut as the rows of a table of text are`() throws {
    for text in [
      "a, \"b\" ,c\n1,2,3\n", "\"a\"\"b\",c\n1,2\n", "a,\"x\r\ny\"\r\n1,2\r\n",
      "\u{feff}a,5\" pipe\n1,2\n",
    ] {
      let rows = try CSVFile.parseRows(Data(text.utf8), path: "file")
      let names = try #require(try table(text).names)
      #expect(rows[0].fields.map { $0.trimmingCharacters(in: .whitespaces) } == names)
      #expect(try table(text).numbers().shape == [1, rows[1].fields.count])
    }
  }
}
