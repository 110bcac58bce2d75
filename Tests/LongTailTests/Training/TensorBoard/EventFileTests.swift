import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing

struct EventFileTests {
  let folder: TemporaryFolder
  let date = Date(timeIntervalSince1970: 1_700_000_000.5)

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder(EventFile.name) }

  private func content() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func `the first record is the version`() throws {
    let file = try EventFile(path: path)
    let records = try decodedRecords(try content())
    #expect(records.count == 1)
    #expect(records[0].text(3) == "brain.Event:2")
    #expect(try content().count == file.byteCount)
  }

  // RFC 3720, appendix B.4. The records are tested against this sum, so it is tested itself.
  @Test func `the test's own checksum is the published one`() {
    #expect(bitwiseChecksum(Data(count: 32)) == 0x8a91_36aa)
    #expect(bitwiseChecksum(Data(repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(bitwiseChecksum(Data(0..<32)) == 0x46dd_794e)
  }

  @Test func `scalars are decoded by field number`() throws {
    var file = try EventFile(path: path)
    try file.append(
      scalars: [("loss/train", 0.25), ("accuracy/few", -1e-3)], step: 300, date: date)
    let event = try #require(try decodedRecords(try content()).last)
    #expect(event.double(1) == 1_700_000_000.5)
    #expect(event.integer(2) == 300)
    let values = try #require(event.message(5)).messages(1)
    #expect(values.map { $0.text(1) } == ["loss/train", "accuracy/few"])
    #expect(values.map { $0.float(2) } == [0.25, -1e-3])
  }

  @Test func `histograms count every finite value`() throws {
    var file = try EventFile(path: path)
    let values: [Float] = [-1, -1, 0.5, 3, .nan, .infinity]
    try file.append(histogram: "weights", values: values, step: 1, date: date)
    try file.append(histogram: "constant", values: [2, 2], step: 1, date: date)
    let histograms = try decodedRecords(try content()).dropFirst().map { event in
      try #require(event.message(5)?.messages(1).first?.message(5))
    }
    #expect((1...5).map { histograms[0].double($0) } == [-1, 3, 4, 1.5, 11.25])
    let limits = histograms[0].packedDoubles(6)
    let counts = histograms[0].packedDoubles(7)
    #expect(limits.count == counts.count)
    #expect(limits == limits.sorted())
    #expect(limits.last == 3)
    #expect(counts.reduce(0, +) == 4)
    #expect(counts.first == 2)
    #expect(counts.last == 1)
    #expect(histograms[1].packedDoubles(6) == [2])
    #expect(histograms[1].packedDoubles(7) == [2])
  }

  @Test func `a run continues where its checkpoint was`() throws {
    var file = try EventFile(path: path)
    try file.append(scalars: [("loss", 1)], step: 1, date: date)
    let saved = file.byteCount
    let expected = try content()
    try file.append(scalars: [("loss", 2)], step: 2, date: date)
    var resumed = try EventFile(path: path, continuingAt: saved)
    #expect(try content() == expected)
    try resumed.append(scalars: [("loss", 2)], step: 2, date: date)
    #expect(resumed.byteCount == file.byteCount)
    #expect(try decodedRecords(try content()).map { $0.integer(2) ?? 0 } == [0, 1, 2])
  }

  @Test func `a torn record is cut off wherever it was torn`() throws {
    var file = try EventFile(path: path)
    try file.append(scalars: [("loss", 1)], step: 1, date: date)
    let whole = try content()
    try file.append(scalars: [("loss", 2)], step: 2, date: date)
    let longer = try content()
    for length in whole.count...longer.count {
      try longer.prefix(length).write(to: URL(fileURLWithPath: path))
      let opened = try EventFile(path: path)
      #expect(opened.byteCount == (length == longer.count ? length : whole.count))
      #expect(try content().count == opened.byteCount)
    }
  }

  @Test func `files that are too short or of another kind are refused`() throws {
    _ = try EventFile(path: path)
    #expect(throws: FileProblem.self) { try EventFile(path: path, continuingAt: 10_000) }
    let other = try folder.file("other", Data("some text, and more of it".utf8))
    #expect(throws: FileProblem.self) { try EventFile(path: other) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: other)).count == 25)
    #expect(throws: FileProblem.self) { try EventFile(path: folder("missing/file")) }
  }
}
