import Foundation
import TestSupport
import Testing

/// Test samples that are copies of those that are fitted to.
struct CopiedSampleTests {
  @Test func `are told by the commands that fit and measure`() throws {
    let folder = try TemporaryFolder()
    try SmallPredictions.write("validation", perClass: [40, 30, 20, 20], seed: 4, in: folder)
    try FileManager.default.copyItem(atPath: folder("validation"), toPath: folder("copy"))
    try SmallPredictions.write("test", perClass: [40, 30, 20, 20], seed: 5, in: folder)
    for (command, words) in [
      (
        ["sets", "compare", "--scores", "lac", "--rules", "split", "--test", "NAME"],
        "warning: copy: 110 of its samples are in validation too, with the same scores and labels"
      ),
      (
        ["sets", "abstain", "--test", "NAME"],
        "warning: copy: 110 of its samples are in validation too, with the same scores and labels"
      ),
      (
        ["prior", "estimate", "--resamples", "20", "--refits", "2", "--logits", "NAME/logits.npy"],
        "warning: copy/logits.npy: 110 of its samples are in validation too, with the same scores"
      ),
    ] {
      for name in ["copy", "test"] {
        let arguments = command.map { $0.replacing("NAME", with: name) }
        let outcome = try LongTailProcess.run(
          arguments + ["--validation", "validation"], in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains(words) == (name == "copy"), "\(outcome.errors)")
      }
    }
  }
}
