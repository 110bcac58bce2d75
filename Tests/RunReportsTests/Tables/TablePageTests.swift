import Calibration
import Foundation
import RunReports
import Testing

struct TablePageTests {
  @Test func `a table is shown with methods, conditions and what other tables say`() throws {
    let text = try TablePage("mislas/cifar").text(.markdown)
    #expect(text.contains("| CE | cross-entropy | 70.4 | 74.8 | 86.4 | 38.4 | 43.9 | 55.8 |"))
    #expect(text.contains("| Remix+DRW (300 epochs) | remix | 79.8 | – | 89.1 | 46.8 | – | 61.3 |"))
    #expect(text.contains("82.1 / 3.7 | 85.7 / 2.17"))
    #expect(text.contains("Source: Zhong, Cui, Liu, Jia"))
    #expect(text.contains("LDAM+DRW, CIFAR-100-LT 100: 42.1 here, 44.4 in shike/cifar-100-lt"))
    #expect(
      try TablePage("shike/large").text(.table).contains(
        "CAM: cam needs pictures that data augment makes"))
  }

  @Test func `programs get a row for each figure`() throws {
    let rows = try #require(
      try JSONSerialization.jsonObject(
        with: Data(TablePage("knowledge-transfer/imagenet-lt").text(.json).utf8))
        as? [[String: Any]])
    #expect(rows.count == 9)
    #expect(rows[8]["column"] as? String == "Ours" && rows[8]["ece"] as? Double == 3.45)
    #expect(rows[8]["accuracy"] is NSNull)
  }

  @Test func `a table that is not there is refused with the nearest`() {
    #expect(throws: UnknownName.self) { try TablePage("balpoe/acuracy") }
  }
}
