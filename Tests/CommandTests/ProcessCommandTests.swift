import Foundation
import TestSupport
import Testing

/// `longtail train --processes`.
struct ProcessCommandTests {
  @Test func `two processes train one run, and LibTorch has no advice for them`() throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      SmallRun.arguments(output: "run", epochs: 1, extra: ["--processes", "2"]), in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("find_unused_parameters"), "\(outcome.errors)")
    let weights = folder("run/checkpoints/last/model.safetensors")
    #expect(FileManager.default.fileExists(atPath: weights))
  }
}
