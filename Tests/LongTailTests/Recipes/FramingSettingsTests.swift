import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Framings that do not go with a recipe are told under their keys, before data are read.
struct FramingSettingsTests {
  private static let base = ["data.imageSize=32", "stages.0.augmentations=[random-resized-crop]"]

  private func check(_ settings: [String], source: String = "image-folder:nowhere") throws {
    try MethodRequest(method: "cross-entropy", settings: settings).check(
      data: DataSettings(source: source), seed: 0)
  }

  @Test func `framings that go together are taken`() throws {
    try check(Self.base + ["data.framing.training=native"])
    try check(
      Self.base + [
        "data.framing.training=resize", "data.framing.training.shorterSide=40",
        "data.framing.evaluation={name: five-crop, shorterSide: 32}",
        "data.framing.reducedDecoding=true",
      ])
    // The method's own augmentations begin with a random crop.
    try check(["data.imageSize=32", "data.framing.training=native"])
    try check(["data.framing.reducedDecoding=true"])
  }

  @Test(arguments: [
    (
      ["data.framing.evaluation=five-crop", "data.imageSize=300"],
      "data.framing.evaluation.shorterSide"
    ),
    (
      ["data.framing.evaluation={name: resize-center-crop, shorterSide: 31}"],
      "data.framing.evaluation.shorterSide"
    ),
    (
      ["data.framing.evaluation={name: resize-center-crop, shorterSide: 5000}"],
      "data.framing.evaluation.shorterSide"
    ),
    (
      ["data.framing.training={name: resize, shorterSide: 0}"],
      "data.framing.training.shorterSide"
    ),
    (["data.framing.evaluation=native"], "data.framing.evaluation"),
    (["data.framing.evaluation=resize"], "data.framing.evaluation"),
    (["data.framing.training=five-crop"], "data.framing.training"),
    (["data.framing.training=native", "data.imageSize=none"], "data.imageSize"),
    (["data.framing.evaluation=five-crop", "data.imageSize=none"], "data.imageSize"),
    (
      ["data.framing.training=native", "stages.0.augmentations=[]"], "stages.0.augmentations"
    ),
    (
      ["data.framing.training=resize", "stages.0.augmentations=[horizontal-flip, random-crop]"],
      "stages.0.augmentations"
    ),
    (
      ["data.framing.training=native", "stages.0.views=[{augmentations: [cutout]}]"],
      "stages.0.views.0.augmentations"
    ),
    (
      [
        "data.framing.training=native", "stages.0.streams=[{sampler: reversed, augmentations: []}]",
      ], "stages.0.streams.0.augmentations"
    ),
  ])
  func `what does not go together is refused under its key`(_ settings: [String], _ key: String) {
    let error = #expect(throws: SettingsError.self) { try check(Self.base + settings) }
    #expect(error?.key == key, "\(error as Any)")
  }

  @Test func `features are not framed`() {
    let error = #expect(throws: SettingsError.self) {
      try check(["data.framing.reducedDecoding=true"], source: "features:nowhere")
    }
    #expect(error?.key == "data.framing")
  }

  @Test func `a package's own framing can be named`() throws {
    try CatalogSet.builtIn.adding(framing: LeftEdge.self).inUse {
      try check(Self.base + ["data.framing.evaluation=left-edge"])
    }
    #expect(throws: UnknownName.self) {
      try check(Self.base + ["data.framing.evaluation=left-edge"])
    }
  }

  @Test func `another framing than the one before is told in words`() {
    let squared = DataSettings(source: "image-folder:a", imageSize: 8)
    var other = squared
    #expect(other.framingDifference(from: squared) == nil)
    other.framing = FramingSettings(
      training: NativeFraming(), evaluation: ResizeCenterCrop(shorterSide: 9))
    #expect(
      other.framingDifference(from: squared)?.own
        == "native in training and resize-center-crop shorterSide 9 afterwards")
    #expect(other.framingDifference(from: squared)?.other == "crop")
  }
}

/// A framing of a package of one's own.
private struct LeftEdge: Framing {
  static let name = "left-edge"
  static let summary = "for tests"

  func cuts(of picture: PictureSize, to frame: PictureFrame) -> [PictureCut] {
    let window = PictureWindow(
      top: 0, left: 0, height: picture.height, width: min(picture.width, picture.height))
    return [PictureCut(whole: picture, window: window, result: frame.size)]
  }
}
