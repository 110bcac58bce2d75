import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Samples of another form than those that a finished run was trained on.
struct OtherDataFormTests {
  @Test
  func `pictures of other sizes and colours are brought to the run's, as predict brings them`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    try PictureFolder.write("large", count: 2, from: 70, width: 21, height: 13, in: folder)
    // One more size in the same folder.
    try PictureFolder.write(numbers: 90..<91, of: "blue", below: "large", width: 30, in: folder)
    let found = try OtherData.predictions(path, data: "image-folder:" + folder("large")).predictions
    let model = try TrainedModel(path, device: .cpu)
    let files = ["blue/1070", "blue/1071", "blue/1090", "green/1070", "green/1071"]
      .map { folder("large/\($0).png") }
    let new = try model.pictures(files)
    let expected = try model.evaluator(Execution()).outputs(on: new.samples, classCounts: nil)
    let rows = expected.predictions.logits.values
    for (own, other) in zip(found.logits.values, rows) { #expect(abs(own - other) < 1e-5) }
    let grey = try OtherData.write("mnist", in: folder)
    let words = try OtherData.predictions(path, data: grey, matching: .position)
    #expect(words.predictions.labels.count == 12)
  }

  @Test func `a model of grey pictures makes coloured ones grey`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("mnist", in: folder), in: folder)
    try PictureFolder.write("colour", classes: ["blue", "green", "red"], count: 2, in: folder)
    let found = try OtherData.predictions(path, data: "image-folder:" + folder("colour"))
      .predictions
    let model = try TrainedModel(path, device: .cpu)
    let new = try model.pictures([folder("colour/blue/1000.png")])
    let expected = try model.evaluator(Execution()).scores(on: new.samples)
    for (own, other) in zip(found.logits.values, expected.values) {
      #expect(abs(own - other) < 1e-5)
    }
  }

  @Test func `features are no pictures, and the other way round`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("synthetic", in: folder), in: folder)
    let features = try OtherData.write("features", in: folder)
    let error = #expect(throws: FileProblem.self) {
      try OtherData.predictions(path, data: features)
    }
    #expect(error?.path == features)
    let other = try OtherData.run(features, name: "other", in: folder)
    let back = #expect(throws: FileProblem.self) {
      try OtherData.predictions(
        other, data: "synthetic:classes=3,per-class=2,test=2,size=8", matching: .position)
    }
    #expect(back?.problem.contains("8×8×3") == true, "\(String(describing: back))")
  }

  @Test func `a normalisation that cannot be is refused`() throws {
    let folder = try TemporaryFolder()
    let path =
      try OtherData.run(OtherData.write("synthetic", in: folder), in: folder) + "/data.json"
    var description = try DataDescription.read(path)
    description.normalization.deviation[1] = 0
    try description.write(to: path)
    let error = #expect(throws: FileProblem.self) { try DataDescription.read(path) }
    #expect(error?.place == "normalization")
  }
}
