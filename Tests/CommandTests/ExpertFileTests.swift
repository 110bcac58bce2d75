import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Files of experts on the command line.
struct ExpertFileTests {
  /// `validation` and `test` with the logits of two experts, of which one is twice as sure as the other.
  private func expertFolder() throws -> TemporaryFolder {
    let folder = try SmallPredictions.folder()
    for part in ["validation", "test"] {
      let logits = try NPYFile.read(folder(part + "/logits.npy"))
      let (values, classes) = (logits.floats(), logits.shape[1])
      let experts = (0..<logits.shape[0]).flatMap { row in
        let own = values[row * classes..<(row + 1) * classes]
        return own.map { $0 * 0.5 } + own.map { $0 * 1.5 }
      }
      try NPYFile.write(
        NumericArray(experts, shape: [logits.shape[0], 2, classes]),
        to: folder(part + "/expert_logits.npy"))
    }
    return folder
  }

  @Test
  func `logits of experts are fitted, applied, compared and measured as it is declared`() throws {
    let folder = try expertFolder()
    let combine = ["--combine", "mean-logits"]
    for (order, name) in [("combined", "a"), ("each", "b")] {
      _ = try LongTailProcess.output(
        [
          "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
          "\(name).json", "--expert-calibration", order,
        ] + combine, in: folder)
      _ = try LongTailProcess.output(
        [
          "calibrate", "apply", "--calibrator", "\(name).json", "--logits",
          "test/expert_logits.npy", "--output", "\(name).npy",
        ], in: folder)
    }
    // ½ z and 1½ z have z as their mean, and temperatures that undo their factors.
    let first = try NPYFile.read(folder("a.npy")).floats()
    let second = try NPYFile.read(folder("b.npy")).floats()
    #expect(first.count == 1600 && first.count == second.count)
    #expect(zip(first, second).allSatisfy { abs($0 - $1) < 1e-5 })
    let mean = try PrintedJSON.object(
      LongTailProcess.output(
        [
          "metrics", "--logits", "test/expert_logits.npy", "--labels", "test/labels.npy",
          "--format", "json",
        ] + combine, in: folder))
    let plain = try PrintedJSON.object(
      LongTailProcess.output(["metrics", "--predictions", "test", "--format", "json"], in: folder))
    let declared = try PrintedJSON.object(
      LongTailProcess.output(
        [
          "metrics", "--predictions", "test", "--combine", "mean-probabilities", "--format",
          "json",
        ], in: folder))
    let errors = [mean, plain, declared].map { $0["nll"] as? Double ?? .nan }
    #expect(abs(errors[0] - errors[1]) < 1e-6)
    #expect(abs(errors[0] - errors[2]) > 1e-3)
    let compared = try PrintedJSON.rows(
      LongTailProcess.output(
        [
          "calibrate", "compare", "--validation", "validation", "--test", "test", "--methods",
          "temperature,vector", "--expert-calibration", "each", "--format", "json", "--report",
          "page.html",
        ] + combine, in: folder))
    #expect(compared.map { $0["method"] as? String } == ["none", "temperature", "vector"])
    #expect(compared.allSatisfy { $0["skipped"] == nil })
    let page = try String(contentsOfFile: folder("page.html"), encoding: .utf8)
    #expect(page.contains("calibrated, then combined by mean-logits"))
  }

  @Test func `experts are never combined by guessing, and not by two rules`() throws {
    let folder = try expertFolder()
    let labels = ["--labels", "test/labels.npy"]
    try expectRefusal(
      ["metrics", "--logits", "test/expert_logits.npy"] + labels, code: 1,
      naming: ["expert_logits.npy", "mean-logits or mean-probabilities"], in: folder)
    try expectRefusal(
      ["metrics", "--logits", "test/expert_logits.npy", "--combine", "mean-logit"] + labels,
      code: 2, naming: ["did you mean \"mean-logits\""], in: folder)
    try expectRefusal(
      ["metrics", "--logits", "test/logits.npy", "--combine", "mean-logits"] + labels, code: 1,
      naming: ["logits.npy", "[samples, experts, classes]"], in: folder)
    let fit = ["calibrate", "fit", "--method", "temperature", "--output", "c.json"]
    try expectRefusal(
      fit + ["--validation", "validation", "--expert-calibration", "each"], code: 2,
      naming: ["--expert-calibration needs --combine"], in: folder)
    try expectRefusal(
      fit + ["--validation", "train", "--combine", "mean-logits"], code: 1,
      naming: ["logits.npy", "[samples, experts, classes]"], in: folder)
    _ = try LongTailProcess.output(
      fit + [
        "--validation", "validation", "--combine", "mean-logits", "--expert-calibration", "each",
      ], in: folder)
    try expectRefusal(
      [
        "calibrate", "apply", "--calibrator", "c.json", "--logits", "test/expert_logits.npy",
        "--combine", "mean-probabilities", "--output", "p.npy",
      ], code: 1, naming: ["c.json", "mean-logits, not by mean-probabilities"], in: folder)
    try expectRefusal(
      [
        "calibrate", "apply", "--calibrator", "c.json", "--logits", "test/logits.npy",
        "--output", "p.npy",
      ], code: 1, naming: ["test/logits.npy", "[samples, experts, classes]"], in: folder)
  }
}
