import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Published weight files.
struct PublishedCheckpointTests {
  /// The folder that LONGTAIL_CHECKPOINTS names.
  static let folder = ProcessInfo.processInfo.environment["LONGTAIL_CHECKPOINTS"]

  @Test(.enabled(if: folder != nil, "LONGTAIL_CHECKPOINTS names no folder with weight files"))
  func `weights published for PyTorch are listed, and converted with every value`() throws {
    let source = try #require(Self.folder)
    let target = try TemporaryFolder()
    let files = try FileManager.default.contentsOfDirectory(atPath: source)
      .filter { $0.hasSuffix(".th") || $0.hasSuffix(".tar") || $0.hasSuffix(".pth") }
    try #require(!files.isEmpty)
    for file in files {
      let path = source + "/" + file
      let listed = try LongTailProcess.run(
        ["checkpoint", "list", path, "--format", "csv"], in: target.path)
      try #require(listed.code == 0, "\(listed.errors)")
      let converted = try LongTailProcess.run(
        ["checkpoint", "convert", path, "--output", file + ".safetensors"], in: target.path)
      try #require(converted.code == 0, "\(converted.errors)")
      let again = try LongTailProcess.run(
        ["checkpoint", "list", file + ".safetensors", "--format", "csv"], in: target.path)
      let before = Set(listed.output.split(separator: "\n"))
      #expect(before == Set(again.output.split(separator: "\n")), "\(file)")
      #expect(before.count > 30)
    }
  }
}
