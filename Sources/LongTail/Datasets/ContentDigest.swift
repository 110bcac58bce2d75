internal import ArrayFiles
internal import CCrypto
internal import Foundation

/// SHA-256 of bytes that come in pieces.
final class ContentDigest {
  private let context: OpaquePointer
  /// Bytes of the digest.
  private let size: Int

  init() {
    context = Self.context(EVP_sha256(), "SHA-256")
    size = 32
  }

  /// SHA-1 of a file as git names it.
  private init(gitBlobOf byteCount: Int) {
    context = Self.context(EVP_sha1(), "SHA-1")
    size = 20
    add("blob \(byteCount)\u{0}")
  }

  private static func context(_ algorithm: OpaquePointer?, _ name: String) -> OpaquePointer {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, algorithm, nil) == 1 else {
      preconditionFailure("OpenSSL offers no \(name)")
    }
    return context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  func add(_ bytes: UnsafeRawBufferPointer) {
    let added = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(added == 1, "a digest of \(bytes.count) bytes failed")
  }

  func add(_ data: Data) {
    for region in data.regions { region.withUnsafeBytes { add($0) } }
  }

  /// Numbers as little-endian 64-bit integers.
  func add(_ numbers: [Int]) {
    numbers.map { Int64($0).littleEndian }.withUnsafeBytes { add($0) }
  }

  func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// The digest in hexadecimal. Ends the computation.
  func hexadecimal() -> String {
    let digits = Array("0123456789abcdef")
    return String(finished().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// The first 64 bits of the digest, the first byte being the highest. Ends the computation.
  func firstBits() -> UInt64 {
    finished().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The digest, 32 bytes. Ends the computation.
  func bytes() -> [UInt8] { finished() }

  private func finished() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: size)
    let finished = EVP_DigestFinal_ex(context, &digest, nil)
    precondition(finished == 1, "a digest could not be finished")
    return digest
  }

  /// Of a whole file.
  /// - Throws: `FileProblem` when it cannot be read.
  static func ofFile(_ path: String) throws -> String {
    let digest = ContentDigest()
    digest.add(try MappedFile(path: path).bytes)
    return digest.hexadecimal()
  }

  /// The name that git gives the content of a file.
  /// - Throws: `FileProblem` when it cannot be read.
  static func gitBlob(_ path: String) throws -> String {
    let bytes = try MappedFile(path: path).bytes
    let digest = ContentDigest(gitBlobOf: bytes.count)
    digest.add(bytes)
    return digest.hexadecimal()
  }
}
