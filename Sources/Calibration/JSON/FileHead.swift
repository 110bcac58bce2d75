import ArrayFiles
import Foundation

/// What a JSON file says of itself, whatever else is in it.
protocol FileHead: Decodable {
  var format: String { get }
  /// From 1 on.
  var version: Int { get }
}

extension FileHead {
  /// - Parameters:
  ///   - data: the bytes of the whole file.
  ///   - path: is named in messages.
  ///   - kind: such as “calibrator file”.
  ///   - format: what it must say it is.
  ///   - newest: the newest version that is read.
  /// - Throws: `FileProblem`: not JSON, another format, a newer version.
  init(_ data: Data, from path: String, kind: String, format: String, newest: Int) throws {
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw FileProblem(path, "not a \(kind): \(reason(error))")
    }
    guard self.format == format else {
      throw FileProblem(path, at: "format", "\"\(self.format)\"; \"\(format)\" was expected")
    }
    guard (1...newest).contains(version) else {
      let known = newest == 1 ? "1" : "1 to \(newest)"
      throw FileProblem(path, at: "version", "\(version); this program reads \(known)")
    }
  }
}

/// Why something could not be decoded, in words.
func reason(_ error: any Error) -> String {
  (error as? DecodingError)?.reason ?? "\(error)"
}
