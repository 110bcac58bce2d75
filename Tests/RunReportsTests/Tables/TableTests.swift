import Foundation
import RunReports
import Testing

struct TableTests {
  private static let table = Table(
    header: ["class", "images", "accuracy"],
    rows: [["cat, \"tom\"", .count(120), .number(0.8125)], ["007", .count(nil), .number(nil)]])

  @Test func `tables for people are aligned and rounded`() {
    #expect(
      Self.table.text(.table) == """
        class       images  accuracy
        cat, "tom"     120    0.8125
        007              –         –
        """)
    #expect(
      Self.table.text(.markdown) == """
        | class | images | accuracy |
        |---|---:|---:|
        | cat, "tom" | 120 | 0.8125 |
        | 007 | – | – |
        """)
    let digits = Table(header: ["x"], rows: [[.number(1.0 / 3, digits: 2)]])
    #expect(digits.text(.table) == "   x\n0.33")
  }

  @Test func `tables for programs have figures in full, and texts stay texts`() throws {
    #expect(
      Self.table.text(.csv) == """
        class,images,accuracy
        "cat, ""tom""\",120,0.8125
        007,,
        """)
    let third = Table(header: ["x"], rows: [[.number(1.0 / 3, digits: 2)]])
    #expect(third.text(.csv) == "x\n\(1.0 / 3)")
    let data = Data(Self.table.text(.json).utf8)
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(rows[0]["images"] as? Int == 120 && rows[0]["accuracy"] as? Double == 0.8125)
    #expect(rows[1]["class"] as? String == "007")
    #expect(rows[1]["images"] is NSNull && rows[1]["accuracy"] is NSNull)
  }

  @Test func `what is no number in JSON is a text there`() {
    let table = Table(header: ["x"], rows: [[.number(.infinity)]])
    #expect(table.text(.json).contains("\"inf\""))
    #expect(table.text(.table).hasSuffix("inf"))
  }
}
