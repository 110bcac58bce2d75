import Foundation
import TestSupport
import Testing

/// Options whose value is only understood when a command runs: a wrong one is wrong usage all the same, a
/// wrong file is not.
struct LateOptionTests {
  /// Predictions in `validation`, `test` and `train`, files that are no priors, and where it is wanted a run.
  private func folder(withRun: Bool = false) throws -> TemporaryFolder {
    let folder = try SmallPredictions.folder()
    _ = try folder.file("bad.json", Data("[0.5, 0.1]".utf8))
    if withRun { try SmallRun.train("run", in: folder, epochs: 1) }
    return folder
  }

  @Test func `words that a run cannot be measured under end with 2`() throws {
    let folder = try folder(withRun: true)
    for (options, words) in [
      (
        ["--prior", "sideways"],
        ["--prior: ", "“sideways”", "uniform, matching, estimated, forward-R"]
      ),
      (["--prior", "forward-0.5"], ["--prior: ", "“forward-0.5”", "R ≥ 1"]),
      (["--prior", ""], ["a path was expected"]),
      (
        ["--test-distribution", "sideways"],
        ["--test-distribution: ", "“sideways”", "uniform, forward-R"]
      ),
      (["--test-distribution", "backward-50,up"], ["--test-distribution: ", "“up”"]),
      (["--test-distribution", ","], ["--test-distribution: nothing is named"]),
      (["--split", "all"], ["unknown split \"all\"", "validation"]),
      (["--data", "cifar11:x"], ["did you mean \"cifar10\""]),
      (["--data", "synthetic:classes=0"], ["data: ", "classes=0", "2 … 40"]),
      (["--data", "image-folder"], ["data: ", "does not say where"]),
      (["--device", "gpu"], ["--device is \"gpu\"", "cuda:1"]),
    ] {
      try expectRefusal(["evaluate", "run"] + options, code: 2, naming: words, in: folder)
    }
    try expectRefusal(
      ["evaluate", "run", "--prior", "gone.json"], code: 1, naming: ["gone.json"], in: folder)
    try expectRefusal(
      ["evaluate", "run", "--prior", "bad.json"], code: 1, naming: ["bad.json", "sum to 0.6"],
      in: folder)
    for prior in ["sideways", "backward-0"] {
      try expectRefusal(
        ["export", "run", "--output", "m.onnx", "--prior", prior], code: 2,
        naming: ["--prior: ", "“\(prior)”"], in: folder)
    }
    try expectRefusal(
      ["export", "run", "--output", "m.onnx", "--prior", "gone.json"], code: 1,
      naming: ["gone.json"], in: folder)
    try expectRefusal(
      ["export", "run", "--output", "m.onnx", "--calibrator", "vectr"], code: 2,
      naming: ["unknown calibrator of run \"vectr\""], in: folder)
    try expectRefusal(
      ["predict", "run", "x.png", "--calibrator", "vectr"], code: 2,
      naming: ["unknown calibrator of run \"vectr\""], in: folder)
    // Told before the run is looked for.
    try expectRefusal(
      ["evaluate", "nowhere", "--prior", "sideways"], code: 2, naming: ["--prior: "], in: folder)
  }

  @Test func `the doctor is asked for devices and sources that can be`() throws {
    let folder = try folder()
    try expectRefusal(
      ["doctor", "--device", "gpu"], code: 2, naming: ["--device is \"gpu\"", "cpu"], in: folder)
    try expectRefusal(
      ["doctor", "--data", "cifar11:x"], code: 2, naming: ["did you mean \"cifar10\""], in: folder)
    try expectRefusal(
      ["doctor", "--data", "synthetic:size=x"], code: 2, naming: ["--data: ", "size=x"], in: folder)
    try expectRefusal(
      ["doctor", "run", "--data", "synthetic"], code: 2, naming: ["leave --data out"], in: folder)
    // What is not there is a finding of the table.
    let missing = try LongTailProcess.run(
      ["doctor", "--data", "image-folder:nowhere"], in: folder.path)
    #expect(missing.code == 1)
    #expect(missing.output.contains("there is no such folder"), "\(missing.output)")
  }

  @Test func `priors of predictions are words or files`() throws {
    let folder = try folder()
    let metrics = ["metrics", "--predictions", "test", "--test-prior"]
    let fit = [
      "sets", "fit", "--validation", "validation", "--rule", "label-shift", "--output", "s.json",
      "--prior",
    ]
    for (command, option) in [(metrics, "--test-prior"), (fit, "--prior")] {
      for prior in ["sideways", "forward-0.5", "backward-x", "forward-inf"] {
        try expectRefusal(
          command + [prior], code: 2, naming: ["\(option): ", "“\(prior)”"], in: folder)
      }
      try expectRefusal(
        command + ["forward-50"], code: 2, naming: ["\(option): ", "--class-counts FILE"],
        in: folder)
      try expectRefusal(command + ["gone.json"], code: 1, naming: ["gone.json"], in: folder)
      try expectRefusal(command + ["nowhere/prior"], code: 1, naming: ["nowhere/prior"], in: folder)
      try expectRefusal(
        command + ["bad.json"], code: 1, naming: ["bad.json", "sum to 0.6"], in: folder)
    }
  }

  @Test func `lists of names hold one at least, each once`() throws {
    let folder = try folder()
    let sets = ["sets", "compare", "--validation", "validation", "--test", "test"]
    let calibrate = ["calibrate", "compare", "--validation", "validation", "--test", "test"]
    for (command, option, name) in [
      (sets, "--scores", "lac"), (sets, "--rules", "split"), (calibrate, "--methods", "vector"),
    ] {
      for empty in ["", ",", " , "] {
        try expectRefusal(
          command + [option, empty], code: 2, naming: ["\(option): nothing is named"], in: folder)
      }
      try expectRefusal(
        command + [option, "\(name), \(name)"], code: 2,
        naming: ["\(option): something is named twice"], in: folder)
    }
  }

  @Test func `options that would do nothing are refused`() throws {
    let folder = try folder()
    try expectRefusal(["list", "methods", "--yaml"], code: 2, naming: ["--method"], in: folder)
    try expectRefusal(
      ["list", "methods", "--preset", "imagenet-lt"], code: 2, naming: ["--method"], in: folder)
    try expectRefusal(
      ["list", "losses", "--method", "mixup"], code: 2, naming: ["list methods --method"],
      in: folder)
  }

  @Test(arguments: [
    ("calibrate apply --calibrator c.json --logits l.npy", ["csv", "txt", "npz", "v2"], ".npy"),
    ("sets apply --sets s.json --logits l.npy", ["txt", "tsv", "npz"], ".csv or .npy"),
    ("checkpoint convert resnet.th", ["pth", "npz", "bin"], ".safetensors"),
  ])
  func `names of arrays that say another format are refused`(
    command: String, endings: [String], written: String
  ) throws {
    let folder = try folder()
    for ending in endings {
      try expectRefusal(
        command.split(separator: " ").map(String.init) + ["--output", "out.\(ending)"], code: 2,
        naming: [
          "--output is out.\(ending), which says .\(ending); a name that ends in \(written) is needed"
        ], in: folder)
    }
  }
}
