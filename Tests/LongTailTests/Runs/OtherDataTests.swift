import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Finished runs measured on data that are named for it.
struct OtherDataTests {
  @Test(arguments: ["image-folder", "image-list", "arrays", "features", "mnist", "synthetic"])
  func `a run's own source gives what the run itself gives, bit for bit`(_ kind: String) throws {
    let folder = try TemporaryFolder()
    let source = try OtherData.write(kind, in: folder)
    let path = try OtherData.run(source, in: folder)
    let own = try OtherData.predictions(path).predictions
    let (other, remarks) = try OtherData.predictions(path, data: source)
    #expect(own.logits == other.logits && own.labels == other.labels)
    #expect(own.features == other.features)
    #expect(own.labels == (try PredictionFolder.read(path + "/predictions/test")).labels)
    #expect(own.logits == (try PredictionFolder.read(path + "/predictions/test")).logits)
    #expect(remarks.count == 1 && remarks[0].contains("the 12 samples of its test part"))
  }

  @Test(.enabled(if: realData != nil))
  func `published normalisation and a run's own are not mixed up`() throws {
    let folder = try TemporaryFolder()
    let source = "cifar100:\(realData ?? "")/cifar100"
    let part = try Datasets.source(source).load(.test)
    let few = part.selecting((0..<part.count).filter { $0 % 50 == 0 })
    try SampleExport.write(few, classCounts: few.classCounts, to: folder("few"))
    let data = DataSettings(source: source, imbalanceFactor: 100, validationFraction: 0)
    var recipe = SmallRun.recipe([Stage(epochs: 1)], data: data, selection: .last, batchSize: 128)
    recipe.seed = 0
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let own = try PredictionFolder.read(folder("run/predictions/test"))
    let (other, _) = try OtherData.predictions(folder("run"), data: "arrays:" + folder("few"))
    let expected = own.selecting((0..<part.count).filter { $0 % 50 == 0 })
    #expect(other.labels == expected.labels)
    for (one, two) in zip(other.logits.values, expected.logits.values) {
      #expect(abs(one - two) < 1e-4)
    }
    let again = try OtherData.predictions(folder("run"), data: source).predictions
    #expect(again.logits == own.logits)
  }

  @Test func `the same pictures from another kind of source give the same`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    let own = try OtherData.predictions(path).predictions
    let test = try Datasets.source("image-folder:" + folder("d")).load(.test)
    try SampleExport.write(test, classCounts: test.classCounts, to: folder("exported"))
    let (other, remarks) = try OtherData.predictions(path, data: "arrays:" + folder("exported"))
    #expect(own.logits == other.logits)
    #expect(remarks.count == 1 && remarks[0].contains("has no test part: all its 12 samples"))
  }

  @Test func `all of a source without a test part is measured, and what was trained on is counted`()
    throws
  {
    let folder = try TemporaryFolder()
    try PictureFolder.write("d", count: 10, in: folder)
    let path = try OtherData.run("image-folder:" + folder("d"), in: folder)
    let description = try DataDescription.read(path + "/data.json")
    let (found, remarks) = try OtherData.predictions(path, data: "image-folder:" + folder("d"))
    #expect(found.labels.count == 30)
    #expect(remarks[0].contains("no test part: all its 30 samples"))
    #expect(remarks[1].contains("was trained on \(description.trainingSamples)"))
    #expect(
      remarks[1].contains(
        "chose its weights or calibrators on \(description.validationSamples ?? 0)"))
    #expect(remarks[1].hasPrefix("warning: "))
  }

  @Test func `other data need the run's own no longer`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    let own = try OtherData.predictions(path).predictions
    try FileManager.default.moveItem(atPath: folder("d"), toPath: folder("moved"))
    let error = #expect(throws: FileProblem.self) { try OtherData.predictions(path) }
    #expect(error?.problem.contains("the data of the run \(path)") == true)
    #expect(error?.problem.contains("--data") == true)
    let other = try OtherData.predictions(path, data: "image-folder:" + folder("moved")).predictions
    #expect(own.logits == other.logits)
  }
}
