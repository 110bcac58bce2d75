/// One block of bzip2: Huffman's codes, of moves to the front and runs, of a text sorted by what follows (Burrows & Wheeler,
/// 1994), of a text whose runs of four or more were shortened.
enum BZIP2Block {
  /// Reads the block that begins after its checksum.
  static func read(
    _ reader: inout BitReader, most: Int, into content: inout [UInt8], limit: Int
  ) throws(FileProblem) {
    guard try reader.bits(1) == 0 else {
      throw reader.damaged("a block of bzip2 0.9.0 or earlier, which scrambled it")
    }
    let origin = try reader.bits(24)
    let sorted = try sortedText(&reader, most: most)
    guard origin < sorted.count else { throw reader.damaged("a block begins beyond its end") }
    try write(unsorted(sorted, origin: origin), into: &content, limit: limit, reader)
  }

  private static func sortedText(
    _ reader: inout BitReader, most: Int
  ) throws(FileProblem) -> [UInt8] {
    var front = try usedBytes(&reader)
    let symbols = front.count + 2
    let groups = try reader.bits(3)
    let selectorCount = try reader.bits(15)
    guard !front.isEmpty, 2...6 ~= groups, selectorCount > 0 else {
      throw reader.damaged("a block without a byte or a code")
    }
    let selectors = try selectors(&reader, count: selectorCount, groups: groups)
    var codes: [HuffmanCode] = []
    for _ in 0..<groups { codes.append(try HuffmanCode(&reader, symbols: symbols)) }
    var text: [UInt8] = []
    var (run, unit) = (0, 1)
    for selector in selectors {
      for _ in 0..<50 {
        let symbol = try codes[selector].symbol(&reader)
        if symbol < 2 {
          // Digits 1 and 2 of a run's length, the lowest first.
          run += (symbol + 1) * unit
          unit *= 2
          guard run <= most else { throw reader.damaged("a run is longer than a block") }
          continue
        }
        guard text.count + run <= most else { throw reader.damaged("a block is too long") }
        if run > 0 { text += [UInt8](repeating: front[0], count: run) }
        (run, unit) = (0, 1)
        if symbol == symbols - 1 { return text }
        let byte = front.remove(at: symbol - 1)
        front.insert(byte, at: 0)
        text.append(byte)
        guard text.count <= most else { throw reader.damaged("a block is too long") }
      }
    }
    throw reader.damaged("a block does not end")
  }

  /// The bytes that occur in the block, in order.
  private static func usedBytes(_ reader: inout BitReader) throws(FileProblem) -> [UInt8] {
    let ranges = try reader.bits(16)
    var used: [UInt8] = []
    for range in 0..<16 where ranges & (0x8000 >> range) != 0 {
      let places = try reader.bits(16)
      for place in 0..<16 where places & (0x8000 >> place) != 0 {
        used.append(UInt8(range * 16 + place))
      }
    }
    return used
  }

  /// Which code the next fifty symbols have, and the fifty after them.
  private static func selectors(
    _ reader: inout BitReader, count: Int, groups: Int
  ) throws(FileProblem) -> [Int] {
    var front = Array(0..<groups)
    var selectors: [Int] = []
    for _ in 0..<count {
      var place = 0
      while try reader.bits(1) == 1 {
        place += 1
        guard place < groups else { throw reader.damaged("a code that there is not") }
      }
      front.insert(front.remove(at: place), at: 0)
      selectors.append(front[0])
    }
    return selectors
  }

  private static func unsorted(_ text: [UInt8], origin: Int) -> [UInt8] {
    var starts = [Int](repeating: 0, count: 257)
    for byte in text { starts[Int(byte) + 1] += 1 }
    for byte in 0..<256 { starts[byte + 1] += starts[byte] }
    var next = [Int](repeating: 0, count: text.count)
    for (place, byte) in text.enumerated() {
      next[starts[Int(byte)]] = place
      starts[Int(byte)] += 1
    }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var place = next[origin]
    for _ in text.indices {
      result.append(text[place])
      place = next[place]
    }
    return result
  }

  /// Four equal bytes are followed by how many more there are.
  private static func write(
    _ text: [UInt8], into content: inout [UInt8], limit: Int, _ reader: BitReader
  ) throws(FileProblem) {
    var last: UInt8?
    var equal = 0
    for byte in text {
      if equal == 4 {
        content += [UInt8](repeating: last ?? 0, count: Int(byte))
        (last, equal) = (nil, 0)
      } else {
        equal = byte == last ? equal + 1 : 1
        last = byte
        content.append(byte)
      }
      guard content.count <= limit else { throw reader.tooLarge(limit) }
    }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { sum, _ in
      sum & 0x8000_0000 != 0 ? sum << 1 ^ 0x04C1_1DB7 : sum << 1
    }
  }

  /// CRC-32 with the highest bit first.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in sum << 8 ^ table[Int(UInt8(sum >> 24) ^ byte)] }
  }
}

/// A code of Huffman, given by the lengths of its words.
struct HuffmanCode {
  private static let longest = 20

  /// The words of each length follow each other; the first of them, and how many there are.
  private var first = [Int](repeating: 0, count: Self.longest + 2)
  private var counts = [Int](repeating: 0, count: Self.longest + 2)
  /// By length, and then by number.
  private var symbols: [Int] = []

  init(_ reader: inout BitReader, symbols count: Int) throws(FileProblem) {
    var lengths: [Int] = []
    var length = try reader.bits(5)
    for _ in 0..<count {
      while true {
        guard 1...Self.longest ~= length else { throw reader.damaged("a word of \(length) bits") }
        guard try reader.bits(1) == 1 else { break }
        length += try reader.bits(1) == 0 ? 1 : -1
      }
      lengths.append(length)
    }
    for length in lengths { counts[length] += 1 }
    symbols = (1...Self.longest).flatMap { wanted in
      lengths.indices.filter { lengths[$0] == wanted }
    }
    var word = 0
    for length in 1...Self.longest {
      first[length] = word
      word = (word + counts[length]) << 1
    }
  }

  func symbol(_ reader: inout BitReader) throws(FileProblem) -> Int {
    var word = 0
    var passed = 0
    for length in 1...Self.longest {
      word = word << 1 | (try reader.bits(1))
      let place = word - first[length]
      if place >= 0, place < counts[length] { return symbols[passed + place] }
      passed += counts[length]
    }
    throw reader.damaged("a word that its code does not have")
  }
}
