internal import ArrayFiles
internal import Foundation

/// What a file of packed pictures says of them: its ``PackDescription`` as JSON after its length (32 bits), the number of
/// pictures (64 bits), then for all of them one after the other: label, length, CRC-32 (32 bits each), place of the bytes,
/// end of the name (64 bits each); then all names.
struct PackIndex {
  struct Entry: Equatable {
    let label: Int
    /// Of the encoded bytes, without the record's own.
    let place: Int
    let length: Int
    let checksum: UInt32
    let name: String
  }

  let description: PackDescription
  let entries: [Entry]

  init(_ description: PackDescription, _ entries: [Entry]) {
    self.description = description
    self.entries = entries
  }

  var encoded: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let words = try encoder.encode(description)
      var data = Data()
      data.append(littleEndian: UInt32(words.count))
      data.append(words)
      data.append(littleEndian: UInt64(entries.count))
      for entry in entries { data.append(littleEndian: UInt32(entry.label)) }
      for entry in entries { data.append(littleEndian: UInt32(entry.length)) }
      for entry in entries { data.append(littleEndian: entry.checksum) }
      for entry in entries { data.append(littleEndian: UInt64(entry.place)) }
      var end = 0
      for entry in entries {
        end += entry.name.utf8.count
        data.append(littleEndian: UInt64(end))
      }
      for entry in entries { data.append(contentsOf: entry.name.utf8) }
      return data
    }
  }

  /// - Parameters:
  ///   - bytes: the index.
  ///   - end: where the pictures end in the file.
  ///   - path: the file, for messages.
  /// - Throws: `FileProblem` for an index that cannot be right.
  init(_ bytes: Data, picturesEnd end: Int, path: String) throws {
    var reader = ByteReader(bytes, path: path, part: "index")
    let length: UInt32 = try reader.littleEndian("the length of the description")
    let words = try reader.bytes(Int(length), "the description")
    do { description = try JSONDecoder().decode(PackDescription.self, from: words) } catch {
      throw FileProblem(path, at: "index", "the description does not read: \(error)")
    }
    let total: UInt64 = try reader.littleEndian("the number of pictures")
    guard let count = Int(exactly: total), count <= reader.remaining / 28 else {
      throw reader.problem("\(total) pictures do not fit into \(reader.remaining) bytes")
    }
    func column<Number: FixedWidthInteger>(_ type: Number.Type, _ what: String) throws -> [Number] {
      let width = MemoryLayout<Number>.size
      let part = Data(try reader.bytes(count * width, what))
      return (0..<count).map { part.littleEndian(at: $0 * width) }
    }
    let labels = try column(UInt32.self, "the labels")
    let lengths = try column(UInt32.self, "the lengths")
    let checksums = try column(UInt32.self, "the checksums")
    let places = try column(UInt64.self, "the places")
    let nameEnds = try column(UInt64.self, "the ends of the names")
    let names = Data(try reader.bytes(reader.remaining, "the names"))
    var start: UInt64 = 0
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for index in 0..<count {
      guard Int(labels[index]) < description.classNames.count else {
        throw FileProblem(
          path, at: "picture \(index)",
          "label \(labels[index]), expected 0 … \(description.classNames.count - 1)")
      }
      guard places[index] <= UInt64(end), UInt64(lengths[index]) <= UInt64(end) - places[index],
        places[index] >= UInt64(PackFile.headerBytes), lengths[index] > 0
      else {
        throw FileProblem(
          path, at: "picture \(index)",
          "\(lengths[index]) bytes at byte \(places[index]) are not within the pictures")
      }
      guard start <= nameEnds[index], nameEnds[index] <= UInt64(names.count) else {
        throw FileProblem(path, at: "picture \(index)", "its name does not lie within the names")
      }
      entries.append(
        Entry(
          label: Int(labels[index]), place: Int(places[index]), length: Int(lengths[index]),
          checksum: checksums[index],
          name: String(decoding: names[Int(start)..<Int(nameEnds[index])], as: UTF8.self)))
      start = nameEnds[index]
    }
    self.entries = entries
  }
}

/// What was packed, and how.
public struct PackDescription: Sendable, Codable, Equatable {
  /// One a class, in label order.
  public let classNames: [String]
  /// What longer shorter sides were brought to, in pixels; `nil` where pictures stayed as large as they were.
  public let shortSide: Int?
  /// Of the JPEG encoder, 1 … 100.
  public let quality: Int
  /// Pictures that could not be read and were left out.
  public let unreadable: Int
}
