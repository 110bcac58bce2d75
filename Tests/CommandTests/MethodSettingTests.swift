import Foundation
import TestSupport
import Testing

/// Settings of methods that cannot be trained with end the program before anything is trained or written.
struct MethodSettingTests {
  @Test(arguments: [
    ("lfme", "stages.3.loss.bounds=[0.5]", "stages.3.loss.bounds"),
    ("lfme", "stages.0.classes={from: 0.5, to: 0.5}", "stages.0.classes.to"),
    ("lfme", "stages.1.loss.expert=4", "stages.1.loss.expert"),
    ("rsg", "stages.0.loss.strength=0", "stages.0.loss.strength"),
    ("rsg", "stages.0.loss.part=4", "stages.0.loss.part"),
    ("ssd", "stages.2.loss.temperature=0", "stages.2.loss.temperature"),
    ("ssd", "stages.2.companions=[]", "stages.2.loss"),
    ("ace", "stages.0.loss.shares=[0.3, 0.4]", "stages.0.loss.shares.1"),
    ("ace", "model.experts=4", "stages.0.hooks.0.shares"),
    ("cc-sam", "stages.0.loss.share=2", "stages.0.loss.share"),
    ("cc-sam", "stages.1.loss.divisor=0", "stages.1.loss.divisor"),
    ("cc-sam", "stages.1.mixing=mixup", "stages.1.loss"),
    ("cam", "stages.1.schedule.start=2", "stages.1.schedule.start"),
  ])
  func `a setting that does not fit is refused under its key`(
    _ method: String, _ setting: String, _ key: String
  ) throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      ["train", method, "--data", SmallRun.data, "--output", "run", "--set", setting], code: 2,
      naming: [key], in: folder)
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }
}
