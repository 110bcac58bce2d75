import ArrayFiles
import Foundation
import TestSupport
import Testing

struct CSVNumbersTests {
  private func parse(
    _ text: String, header: CSVFile.Header = .automatic, separator: Unicode.Scalar = ","
  ) throws -> (header: [String]?, columns: Int, values: NumericArray) {
    let table = try CSVTable(
      Data(text.utf8), path: "file", header: header, separator: separator)
    return (table.names, table.columns, try table.numbers())
  }

  @Test func `rows are read with and without names`() throws {
    let plain = try parse("1,2.5\n-3,4e2\n")
    #expect(plain.header == nil)
    #expect(plain.columns == 2)
    #expect(plain.values.shape == [2, 2])
    #expect(plain.values.doubles() == [1, 2.5, -3, 400])
    let named = try parse("a, b b ,\"c\"\n1,2,3")
    #expect(named.header == ["a", "b b", "c"])
    #expect(named.values.doubles() == [1, 2, 3])
    #expect(try parse("0,1\n2,3", header: .present).header == ["0", "1"])
    #expect(try parse("a,b\n").values.shape == [0, 2])
  }

  @Test func `line ends, spaces, quotes and a byte order mark do not count`() throws {
    let numbers = try parse("\u{feff}1,2\r\n\r\n 3 ,\t\"4\"\r5,6\n\n")
    #expect(numbers.values.shape == [3, 2])
    #expect(numbers.values.doubles() == [1, 2, 3, 4, 5, 6])
    #expect(try parse("1\t2", separator: "\t").values.doubles() == [1, 2])
  }

  @Test func `special numbers are numbers`() throws {
    let values = try parse("nan,-inf,Infinity,+INF,-NaN").values.doubles()
    #expect(values[0].isNaN)
    #expect(values[1...3].elementsEqual([-.infinity, .infinity, .infinity]))
    #expect(values[4].isNaN)
  }

  // The C library's parser is the other implementation.
  @Test func `numbers are rounded correctly`() throws {
    var generator = SeededGenerator(seed: 6)
    var texts = [
      "0", "-0", "1.", ".5", "1e22", "1e23", "9007199254740993", "123456789012345678901234567890",
      "4.9406564584124654e-324", "1.7976931348623157e308", "1e400", "1e-400", "-1e999999999999",
      "0.1000000000000000055511151231257827", "2.2250738585072011e-308", "1E+5", "00012.5",
      "0.000000000000000000000000000000000000000000000001",
    ]
    for _ in 0..<20_000 {
      let value = Double(bitPattern: .random(in: .min ... .max, using: &generator))
      if value.isFinite { texts.append("\(value)") }
      texts.append("\(Float.random(in: -20...20, using: &generator))")
    }
    let values = try parse(texts.joined(separator: "\n")).values.doubles()
    for (text, value) in zip(texts, values) {
      #expect(value.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
    #expect(values.count == texts.count)
  }

  @Test func `mistakes are named with their place`() {
    let cases: [(String, String)] = [
      ("1,2\n3,x\n", "line 2, field 2: 'x' is not a number"),
      ("1,2\n\n3\n", "line 3: the row has 1 fields, the first row has 2"),
      ("1,2\n3,4,5\n", "line 2: the row has more fields, the first row has 2"),
      ("1,\n", "line 1, field 2: the field is empty"),
      ("1,a\n", "line 1, field 2: 'a' is not a number"),
      ("", "no rows"), ("\n\n", "no rows"),
      ("1\n0x10\n", "'0x10'"), ("1\n1e+\n", "'1e+'"), ("1\n1.2.3\n", "'1.2.3'"),
      ("1\n--1\n", "'--1'"), ("1\n.\n", "'.'"), ("1\n1 2\n", "'1 2'"), ("1\nnano\n", "'nano'"),
    ]
    for (text, words) in cases {
      expectProblem(words) { _ = try parse(text) }
    }
    expectProblem("line 1, field 1: 'a' is not a number") { _ = try parse("a\n1", header: .absent) }
  }

  @Test func `a file of separators reserves no memory`() throws {
    // A header of 65,537 names over as many empty lines: 4 × 10^9 numbers if all were rows.
    let text =
      String(repeating: "a,", count: 1 << 16) + "a" + String(repeating: "\n", count: 1 << 16)
    #expect(try parse(text).values.count == 0)
  }

  @Test func `damaged files never crash`() throws {
    let bytes = Data("a,b\n1.5,-2e3\r\n\"3\",nan\n".utf8)
    for inputs in [
      Array(HostileInput.truncations(of: bytes)),
      Array(HostileInput.damaged(bytes, copies: 5000, seed: 2)),
    ] {
      expectNoCrash(inputs) { _ = try CSVTable($0, path: "file").numbers() }
    }
  }
}
