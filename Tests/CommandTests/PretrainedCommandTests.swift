import ArrayFiles
import Foundation
import TestSupport
import Testing

/// `--backbone FILE` of `longtail train`, and `longtail features`.
struct PretrainedCommandTests {
  private static let data = ["--data", SmallRun.data]

  @Test func `a backbone without a method, beside a run, or for features is wrong usage`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("recipe.yaml", Data("method: cross-entropy\n".utf8))
    try expectRefusal(
      ["train", "--recipe", "recipe.yaml", "--backbone", "w.pth"], code: 2, naming: ["--backbone"],
      in: folder)
    try expectRefusal(
      ["train", "mislas", "--from", "run", "--backbone", "w.pth"] + Self.data, code: 2,
      naming: ["--backbone"], in: folder)
    try expectRefusal(
      ["train", "mislas", "--weights", "ema"] + Self.data, code: 2, naming: ["--backbone"],
      in: folder)
    try expectRefusal(
      ["features", "--output", "out"] + Self.data, code: 2, naming: ["--backbone"], in: folder)
  }

  /// A file of weights that are no image encoder's.
  private func writeLanguageModel(in folder: TemporaryFolder) throws {
    let words = NumericArray([1.0, 2], shape: [1, 2])
    try SafetensorsFile.write(
      [("bert.embeddings.word_embeddings.weight", words)], metadata: [:],
      to: folder("bert.safetensors"))
  }

  @Test func `without a method a backbone is read, and refused for what it is`() throws {
    let folder = try TemporaryFolder()
    try writeLanguageModel(in: folder)
    try expectRefusal(
      ["train", "--backbone", "bert.safetensors", "--output", "out"] + Self.data, code: 1,
      naming: ["a language model"], in: folder)
  }

  @Test func `a backbone stands beside no preset without a method, and no run that goes on`() throws
  {
    let folder = try TemporaryFolder()
    try writeLanguageModel(in: folder)
    try expectRefusal(
      ["train", "--backbone", "bert.safetensors", "--preset", "x"] + Self.data, code: 2,
      naming: ["--preset"], in: folder)
    try expectRefusal(
      ["train", "--resume", "--output", "out", "--backbone", "bert.safetensors"], code: 2,
      naming: ["--backbone"], in: folder)
  }

  @Test(arguments: [["train", "cross-entropy"], ["features"]])
  func `files that are no image encoder are refused before data are read`(_ verb: [String]) throws {
    let folder = try TemporaryFolder()
    try writeLanguageModel(in: folder)
    for (file, word) in [
      ("bert.safetensors", "a language model"), ("missing.pth", "missing.pth"),
      (fixtureFile("checkpoints/torchscript.pt").path, "TorchScript"),
    ] {
      try expectRefusal(
        verb + ["--backbone", file, "--output", "out"] + Self.data, code: 1, naming: [word],
        in: folder)
    }
  }
}
