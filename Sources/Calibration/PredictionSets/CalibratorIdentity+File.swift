import ArrayFiles
import Foundation

extension CalibratorIdentity {
  /// Reads a calibrator's file, and what tells it from others.
  /// - Throws: `FileProblem` as ``CalibratorFile/read(_:)``.
  public static func read(
    _ path: String
  ) throws -> (identity: CalibratorIdentity, content: CalibratorFile.Content) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FileProblem.unreadable(path, error)
    }
    let content = try CalibratorFile.read(data, from: path)
    return (
      .file(method: type(of: content.method).name, sha256: SHA256.hexadecimal(data)), content
    )
  }

  /// How it is named in messages.
  public var words: String {
    switch self {
    case .none: "no calibrator"
    case .file(let method, let sha256): "a \(method) calibrator with SHA-256 \(sha256)"
    }
  }
}
