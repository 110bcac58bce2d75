import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

struct TensorArchiveTests {
  @Test func `the content tells the format`() throws {
    let folder = try TemporaryFolder()
    for (name, format) in [
      ("checkpoints/full.pt", "PyTorch zip"), ("checkpoints/full-legacy.pth", "PyTorch legacy"),
      ("arrays/all-types.safetensors", "safetensors"),
    ] {
      // The name says nothing.
      let path = try folder.file("weights", try Data(contentsOf: fixtureFile(name)))
      #expect(try TensorArchive.read(path).format == format)
    }
  }

  @Test func `metadata of safetensors are values`() throws {
    let archive = try TensorArchive.read(fixtureFile("arrays/metadata.safetensors").path)
    #expect(try archive.weights().tensors.map(\.name) == ["a"])
    #expect(archive.values.map(\.name) == ["note"])
    #expect(archive.values.map(\.description) == ["a \"quoted\" line\nand é"])
  }

  @Test func `other files are refused`() throws {
    let folder = try TemporaryFolder()
    for content in ["", "text that is longer than eight bytes"] {
      let path = try folder.file("file", Data(content.utf8))
      #expect(
        throws: FileProblem(
          path, "it is neither a safetensors file nor a PyTorch checkpoint (zip or legacy form)")
      ) { try TensorArchive.read(path) }
    }
  }
}
