import Foundation
import Testing

@testable import LongTail

private func description() throws -> DatasetDescription {
  let source = ArtificialSource(
    labels: (0..<2000).map { $0 % 4 }, testLabels: [0, 1, 2, 3], classes: 4)
  let factor = try ImbalanceFactor(50)
  let partition = try DataPartition(source: source, imbalanceFactor: factor, seed: 0)
  return DatasetDescription(of: partition, dataset: "artificial", imbalanceFactor: factor)
}

@Test func `the description adds up`() throws {
  let description = try description()
  #expect(description.classes.map(\.selected) == [500, 135, 36, 10])
  #expect(description.selected == 681)
  #expect(description.training + description.validation == 681)
  #expect(description.groups.map(\.classes) == [2, 1, 1])
  #expect(description.groups.map(\.selected) == [635, 36, 10])
  #expect(description.imbalanceFound == 50)
  for item in description.classes { #expect(item.training + item.validation == item.selected) }
}

@Test func `the table shows a bar for every class`() throws {
  let lines = try description().table(width: 80).split(separator: "\n").map(String.init)
  let bars = lines.filter { $0.hasSuffix("█") || "▏▎▍▌▋▊▉".contains($0.suffix(1)) }
  #expect(bars.count == 4)
  #expect(lines.allSatisfy { $0.count <= 160 || $0.hasPrefix("warning: ") })
  let lengths = bars.map { $0.count { $0 == "█" } }
  #expect(lengths == lengths.sorted(by: >))
  #expect(lines.contains { $0.contains("SHA-256") && $0.contains("custom") })
}

@Test func `the text forms hold a row for every class`() throws {
  let description = try description()
  #expect(description.commaSeparated.split(separator: "\n").count == 5)
  #expect(description.markdown.split(separator: "\n").filter { $0.hasPrefix("| ") }.count == 5)
  let again = try JSONDecoder().decode(
    DatasetDescription.self, from: try JSONEncoder().encode(description))
  #expect(again == description)
}
