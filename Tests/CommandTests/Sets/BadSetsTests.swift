import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Prediction sets that are refused.
struct BadSetsTests {
  private func fit(_ extra: String...) -> [String] {
    ["sets", "fit", "--validation", "validation", "--output", "s.json"] + extra
  }

  @Test(arguments: ["0", "1", "-0.1", "1.5", "nan", "inf"])
  func `shares of misses outside of 0 to 1`(alpha: String) throws {
    let folder = try SmallPredictions.folder()
    try expectRefusal(
      fit("--alpha", alpha), code: 2, naming: ["--alpha", "between 0 and 1"], in: folder)
    try expectRefusal(
      [
        "sets", "compare", "--validation", "validation", "--test", "test", "--alpha", alpha,
        "--report", "r.html",
      ], code: 2, naming: ["--alpha", "between 0 and 1"], in: folder)
    try expectRefusal(
      ["sets", "abstain", "--validation", "validation", "--risk", alpha], code: 2,
      naming: ["--risk", "between 0 and 1"], in: folder)
  }

  @Test func `a share of misses that may be a coverage is told`() throws {
    let folder = try SmallPredictions.folder()
    for (alpha, isTold) in [("0.9", true), ("0.5", false)] {
      for command in [
        fit("--alpha", alpha, "--overwrite"),
        [
          "sets", "compare", "--validation", "validation", "--test", "test", "--alpha", alpha,
          "--scores", "lac", "--rules", "split",
        ],
      ] {
        let outcome = try LongTailProcess.run(command, in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(
          outcome.errors.contains(
            "warning: --alpha 0.9 is the share of sets that may miss the true class: only 10 % coverage is guaranteed"
          )
            == isTold, "\(outcome.errors)")
      }
      // The sets of that alpha say so again.
      for command in [
        ["apply", "--logits", "test/logits.npy", "--output", "sets.csv"],
        ["export", "--output", "Sets.swift"],
      ] {
        let outcome = try LongTailProcess.run(
          ["sets"] + command + ["--sets", "s.json", "--overwrite"], in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(
          outcome.errors.contains("warning: s.json: alpha 0.9 is the share of sets that may miss")
            == isTold, "\(outcome.errors)")
      }
    }
  }

  @Test(arguments: [
    ("--risk", "0.95", "only 5 % of them are promised to be right; 0.05 promises 95 %"),
    ("--delta", "0.9", "it holds with the chance 10 % only; 0.1 makes it hold with 90 %"),
  ])
  func `a share of wrong answers that may be one of right ones is told`(
    option: String, value: String, words: String
  ) throws {
    let folder = try SmallPredictions.folder()
    for (share, isTold) in [(value, true), ("0.5", false)] {
      let outcome = try LongTailProcess.run(
        ["sets", "abstain", "--validation", "validation", option, share], in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("warning: \(option) \(share)") == isTold, "\(outcome.errors)")
      #expect(outcome.errors.contains(words) == isTold, "\(outcome.errors)")
    }
  }

  @Test func `names and settings with the nearest ones`() throws {
    let folder = try SmallPredictions.folder()
    for (arguments, word) in [
      (fit("--score", "asp"), "did you mean \"aps\""),
      (fit("--rule", "splitt"), "did you mean \"split\""),
      (fit("--score", "raps", "--set", "lamda=1"), "did you mean \"lambda\""),
      (fit("--score", "raps", "--set", "lambda=much"), "lambda"),
      (fit("--set", "tau"), "KEY=VALUE"),
      (fit("--score", "raps", "--set", "lambda=-1"), "lambda: -1"),
      (fit("--score", "saps", "--set", "weight=-1"), "weight: -1"),
      (fit("--score", "wpas", "--set", "weights=[1,0]"), "weights.1: 0"),
      (fit("--rule", "interpolated", "--set", "tau=2"), "tau: 2"),
      (fit("--rule", "fuzzy", "--set", "bandwidth=0"), "bandwidth: 0"),
      (fit("--empty-sets", "drop"), "empty-sets"),
      (fit("--seed", "-1"), "--seed"),
      (fit("--rule", "label-shift"), "needs --prior"),
      (fit("--prior", "uniform"), "makes no use of it"),
      (fit("--rule", "label-shift", "--prior", "unifrm"), "--prior"),
      (fit("--rule", "label-shift", "--prior", "backward-50"), "class counts are needed"),
      (fit("--groups", "g.json"), "makes no use of it"),
      (fit("--class-counts", "c.json", "--train", "train"), "one of them"),
      (
        [
          "sets", "compare", "--validation", "validation", "--test", "test", "--rules",
          "split,fuzy",
        ], "did you mean \"fuzzy\""
      ),
      (
        [
          "sets", "compare", "--validation", "validation", "--test", "test", "--rules", "split",
          "--prior", "uniform",
        ], "label-shift"
      ),
      (["sets", "apply", "--sets", "s.json", "--output", "o.csv"], "say what to read"),
      (
        ["sets", "apply", "--sets", "s.json", "--logits", "test/logits.npy", "--output", "o.txt"],
        ".csv or .npy"
      ),
    ] {
      try expectRefusal(arguments, code: 2, naming: [word], in: folder)
    }
  }

  @Test func `data that has not what is needed`() throws {
    let folder = try SmallPredictions.folder()
    _ = try folder.file("zero.json", Data("[400, 150, 0, 12]".utf8))
    _ = try folder.file("three.json", Data("[400, 150, 12]".utf8))
    try SmallPredictions.write("tiny", perClass: [3, 2, 2, 1], seed: 8, in: folder)
    try SmallPredictions.write("other", perClass: [30, 20, 20], seed: 9, in: folder)
    for (arguments, words) in [
      (fit("--score", "pas"), ["pas", "class counts are needed"]),
      (fit("--score", "pas", "--class-counts", "zero.json"), ["class 2 has none"]),
      (fit("--score", "pas", "--class-counts", "three.json"), ["3 counts for 4 classes"]),
      (
        fit("--score", "wpas", "--class-counts", "zero.json", "--set", "weights=[1,2]"),
        [
          "weights: 2 for 4 classes"
        ]
      ),
      (fit("--rule", "group-conditional"), ["groups"]),
      (fit("--rule", "label-shift", "--prior", "three.json"), ["3 shares for 4 classes"]),
      (
        ["sets", "fit", "--validation", "tiny", "--output", "s.json"],
        [
          "tiny: 8 calibration samples", "at least 9",
        ]
      ),
      (
        ["sets", "compare", "--validation", "tiny", "--test", "test"],
        [
          "tiny: 8 calibration samples", "at least 9",
        ]
      ),
      (
        ["sets", "compare", "--validation", "other", "--test", "test"], ["test", "4 classes", "3"]
      ),
      (["sets", "abstain", "--validation", "other", "--test", "test"], ["test", "4 classes"]),
      (["sets", "fit", "--validation", "nowhere", "--output", "s.json"], ["nowhere"]),
    ] {
      try expectRefusal(arguments, code: 1, naming: words, in: folder)
    }
  }

  @Test func `a calibrator of other classes, and sets of other classes`() throws {
    let folder = try SmallPredictions.folder()
    try SmallPredictions.write("other", perClass: [30, 20, 20], seed: 9, in: folder)
    _ = try LongTailProcess.run(
      [
        "calibrate", "fit", "--method", "temperature", "--validation", "other", "--output",
        "three.json",
      ], in: folder.path)
    try expectRefusal(
      fit("--calibrator", "three.json"), code: 1,
      naming: ["validation", "fitted for 3 classes", "the data has 4"], in: folder)
    _ = try LongTailProcess.run(fit(), in: folder.path)
    try expectRefusal(
      [
        "sets", "apply", "--sets", "s.json", "--logits", "other/logits.npy", "--output", "o.csv",
      ], code: 1, naming: ["other/logits.npy", "fitted for 4 classes", "the data has 3"],
      in: folder)
    try expectRefusal(
      [
        "sets", "apply", "--sets", "three.json", "--logits", "test/logits.npy", "--output", "o.npy",
      ],
      code: 1, naming: ["three.json", "longtail prediction sets"], in: folder)
    _ = try folder.file("o.csv", Data("mine".utf8))
    try expectRefusal(
      ["sets", "apply", "--sets", "s.json", "--logits", "test/logits.npy", "--output", "o.csv"],
      code: 1, naming: ["o.csv", "--overwrite"], in: folder)
    for name in ["not a name", "Self", "UInt64"] {
      try expectRefusal(
        ["sets", "export", "--sets", "s.json", "--name", name, "--output", "e.swift"],
        code: 2, naming: ["--name", name], in: folder)
    }
  }

  @Test func `numbers that cannot be leave no file behind`() throws {
    let folder = try SmallPredictions.folder()
    _ = try LongTailProcess.run(fit(), in: folder.path)
    var logits = [Float](repeating: 0.5, count: 12)
    logits[6] = .nan
    try NPYFile.write(NumericArray(logits, shape: [3, 4]), to: folder("nan.npy"))
    for output in ["o.csv", "o.npy"] {
      try expectRefusal(
        ["sets", "apply", "--sets", "s.json", "--logits", "nan.npy", "--output", output], code: 1,
        naming: ["nan.npy", "row 1, column 2", "nan"], in: folder)
    }
  }
}
