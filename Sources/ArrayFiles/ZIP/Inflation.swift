import CZlib
import Foundation

/// Decompression of DEFLATE data (RFC 1951), bare, in gzip members (RFC 1952) or in zlib's own form (RFC 1950).
enum Inflation {
  enum Failure: Error {
    /// The data are damaged; zlib's word for it.
    case damaged(String)
    /// The data end before the compressed stream does.
    case truncated
    /// There is more than the limit allows.
    case tooLarge
  }

  /// No DEFLATE stream expands by more than this (RFC 1951: 258 bytes from 2 bits).
  static let maximumRatio = 1032

  /// Decompresses one bare stream of exactly `byteCount` bytes.
  static func raw(_ compressed: Data, byteCount: Int) throws(Failure) -> Data {
    // Untouched pages of a cleared block cost nothing: a false claim is found before it is paid for.
    var result = Data(count: byteCount)
    var stream = try Stream(windowBits: -15)
    defer { stream.end() }
    let progress = try stream.inflate(compressed[...], into: &result, from: 0)
    guard progress.ended, progress.written == byteCount else {
      throw progress.written == byteCount ? .tooLarge : .truncated
    }
    guard progress.read == compressed.count else { throw .damaged("data follow its end") }
    return result
  }

  /// Decompresses the first `byteCount` bytes of a bare stream, or all of them where it has fewer.
  static func head(_ compressed: Data, byteCount: Int) throws(Failure) -> Data {
    var result = Data(count: byteCount)
    var stream = try Stream(windowBits: -15)
    defer { stream.end() }
    let progress = try stream.inflate(compressed[...], into: &result, from: 0)
    return result.prefix(progress.written)
  }

  /// Decompresses all gzip members of `compressed`, at most `limit` bytes in all.
  static func gzip(_ compressed: Data, limit: Int) throws(Failure) -> Data {
    try streams(compressed, windowBits: 15 + 16, limit: limit)
  }

  /// Decompresses `compressed` in zlib's form, at most `limit` bytes.
  static func zlib(_ compressed: Data, limit: Int) throws(Failure) -> Data {
    try streams(compressed, windowBits: 15, limit: limit)
  }

  private static func streams(
    _ compressed: Data, windowBits: Int32, limit: Int
  ) throws(Failure) -> Data {
    var result = Data()
    var written = 0
    var rest = compressed[...]
    repeat {
      var stream = try Stream(windowBits: windowBits)
      defer { stream.end() }
      var ended = false
      while !ended {
        if written == result.count {
          // One byte beyond the limit shows that there is more.
          let size = min(max(1 << 16, result.count * 2), limit + 1)
          guard size > result.count else { throw .tooLarge }
          result.count = size
        }
        let progress = try stream.inflate(rest, into: &result, from: written)
        rest = rest.dropFirst(progress.read)
        written += progress.written
        ended = progress.ended
        if written > limit { throw .tooLarge }
        if !ended, written < result.count { throw .truncated }
      }
    } while !rest.isEmpty
    result.count = written
    return result
  }

  /// The CRC-32 of the data, piece after piece, as ZIP and gzip have it.
  static func checksum(_ pieces: [Data]) -> UInt32 {
    var sum: UInt = 0
    for data in pieces {
      data.withUnsafeBytes { bytes in
        var rest = bytes
        while !rest.isEmpty {
          let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
          sum = crc32(sum, piece.bindMemory(to: UInt8.self).baseAddress, UInt32(piece.count))
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
        }
      }
    }
    return UInt32(truncatingIfNeeded: sum)
  }

  /// zlib's decompressor, fed pieces of any size.
  private struct Stream {
    private let state: UnsafeMutablePointer<z_stream>

    init(windowBits: Int32) throws(Failure) {
      // zlib keeps the address of its state: it must not move.
      state = .allocate(capacity: 1)
      state.initialize(to: z_stream())
      let size = Int32(MemoryLayout<z_stream>.size)
      guard inflateInit2_(state, windowBits, ZLIB_VERSION, size) == Z_OK else {
        state.deallocate()
        throw .damaged("zlib cannot start")
      }
    }

    mutating func end() {
      inflateEnd(state)
      state.deallocate()
    }

    /// Fills `output` from `start` until it is full or the input ends.
    mutating func inflate(
      _ input: Data, into output: inout Data, from start: Int
    ) throws(Failure) -> (read: Int, written: Int, ended: Bool) {
      var read = 0
      var written = 0
      var code = Z_OK
      input.withUnsafeBytes { source in
        output.withUnsafeMutableBytes { target in
          // zlib counts in 32 bits.
          let piece = 1 << 30
          while code == Z_OK {
            let available = min(piece, source.count - read)
            let room = min(piece, target.count - start - written)
            let next = source.baseAddress.map { $0 + read }
            state.pointee.next_in = UnsafeMutablePointer(
              mutating: next?.assumingMemoryBound(to: UInt8.self))
            state.pointee.avail_in = UInt32(available)
            state.pointee.next_out = target.baseAddress.map {
              ($0 + start + written).assumingMemoryBound(to: UInt8.self)
            }
            state.pointee.avail_out = UInt32(room)
            code = CZlib.inflate(state, Z_NO_FLUSH)
            read += available - Int(state.pointee.avail_in)
            written += room - Int(state.pointee.avail_out)
          }
        }
      }
      switch code {
      case Z_STREAM_END: return (read, written, true)
      // Nothing left to do: the input is used up, or the room is.
      case Z_BUF_ERROR: return (read, written, false)
      default:
        let message = state.pointee.msg.map { String(cString: $0) }
        throw .damaged(message ?? "zlib error \(code)")
      }
    }
  }
}
