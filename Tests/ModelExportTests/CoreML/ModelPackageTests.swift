import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import ModelExport

struct ModelPackageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a package names the model and its weights`() throws {
    try ModelPackage.write(model: Data([1]), weights: Data([2]), to: folder("m.mlpackage"))
    let package = folder("m.mlpackage/")
    let manifest = try #require(
      JSONSerialization.jsonObject(with: WrittenModel.content(package + "Manifest.json"))
        as? [String: Any])
    #expect(manifest["fileFormatVersion"] as? String == "1.0.0")
    let items = try #require(manifest["itemInfoEntries"] as? [String: [String: String]])
    let root = try #require(manifest["rootModelIdentifier"] as? String)
    #expect(items[root]?["path"] == "com.apple.CoreML/model.mlmodel")
    #expect(
      Set(items.values.compactMap { $0["path"] })
        == ["com.apple.CoreML/model.mlmodel", "com.apple.CoreML/weights"])
    #expect(
      try WrittenModel.content(package + "Data/com.apple.CoreML/model.mlmodel") == Data([1]))
    #expect(
      try WrittenModel.content(package + "Data/com.apple.CoreML/weights/weight.bin") == Data([2]))
  }

  @Test func `a package takes the place of another, and leaves nothing beside it`() throws {
    for (byte, path) in [(UInt8(1), "m.mlpackage"), (2, "m.mlpackage/")] {
      try ModelPackage.write(model: Data([byte]), weights: Data(), to: folder(path))
      #expect(
        try WrittenModel.content(folder("m.mlpackage/\(ModelPackage.modelPath)")) == Data([byte]))
    }
    #expect(try folder.names() == ["m.mlpackage"])
  }

  @Test func `a folder or file that is no package stays`() throws {
    let path = folder("photos.mlpackage")
    try FileManager.default.createDirectory(
      atPath: path + "/holidays", withIntermediateDirectories: true)
    _ = try folder.file("notes.mlpackage", Data([7]))
    for name in ["photos.mlpackage", "notes.mlpackage"] {
      let problem = #expect(throws: FileProblem.self) {
        try ModelPackage.write(model: Data(), weights: Data(), to: folder(name))
      }
      #expect(problem?.problem.contains("no model package") == true)
    }
    #expect(try folder.names() == ["notes.mlpackage", "photos.mlpackage"])
    #expect(FileManager.default.fileExists(atPath: path + "/holidays"))
  }

  @Test func `a place where nothing can be written is named`() {
    let problem = #expect(throws: FileProblem.self) {
      try ModelPackage.write(
        model: Data(), weights: Data(), to: "/proc/none/m.mlpackage")
    }
    #expect(problem?.path.contains("m.mlpackage") == true)
  }
}
