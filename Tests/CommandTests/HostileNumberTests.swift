import Foundation
import TestSupport
import Testing

/// Numbers beyond sense: refused at once, with the option or key and what is possible.
struct HostileNumberTests {
  /// Data that are not there: what is refused was refused before they were looked for.
  private static let train = ["train", "cross-entropy", "--data", "cifar100:nowhere"]

  @Test(arguments: [
    ("batchSize=9223372036854775807", "batchSize: expected 1 to 1000000"),
    ("stages.0.batchSize=4611686018427387904", "stages.0.batchSize: expected 1 to 1000000"),
    ("model.experts=1000000000000", "model.experts: expected 1 to 100"),
    ("model.experts=100000", "model.experts: expected 1 to 100"),
    ("model.backbone.widths=[16, 32, 1000000000]", "model.backbone.widths.2: expected 1 to 10000"),
    ("prediction.logitAdjustment=1e300", "prediction.logitAdjustment: expected a number from -10"),
    ("stages.0.mixing={name: mixup, alpha: 1e308}", "stages.0.mixing.alpha: expected 0, or a"),
    ("stages.0.epochs=1000000000000000000", "stages.0.epochs: expected 1 to 1000000"),
    ("stages.0.schedule.decay=-1", "stages.0.schedule.decay: expected a number above 0"),
    ("stages.0.schedule.milestones=[-3]", "stages.0.schedule.milestones.0: expected 0 to"),
    ("model.classifier={name: cosine, scale: -1}", "model.classifier.scale: expected a number"),
    ("data.testFraction=0", "data.testFraction: expected a number between 0 and 1"),
    ("data.testFraction=1", "data.testFraction: expected a number between 0 and 1"),
    ("data.validationFraction=-0.1", "data.validationFraction: expected a number"),
    ("data.imageSize=1000000000", "data.imageSize: expected 1 to 4096"),
    ("seed=18446744073709551615", "seed: expected a whole number of 64 bits"),
    ("seed=-1", "seed: expected 0 to"),
    ("seed=1:1:1:1:1:1:1:1:1:1:1:1:1:1:1", "seed: expected a value like"),
    ("batchSize=1e300", "batchSize: expected a whole number of 64 bits"),
    (
      "stages.0.sampler={name: class-aware, samplesPerClass: 0}", "stages.0.sampler.samplesPerClass"
    ),
    (
      "stages.0.streams=[{sampler: {name: class-aware, samplesPerClass: 0}}]",
      "stages.0.streams.0.sampler.samplesPerClass: expected 1 to"
    ),
  ])
  func `a setting out of range is refused before data are read`(
    _ setting: String, _ message: String
  ) throws {
    try expectRefusal(
      Self.train + ["--set", setting], code: 2, naming: ["Error: \(message)"],
      in: TemporaryFolder())
  }

  @Test(arguments: [
    (["--epochs", "1000000000000000000"], "--epochs is 1000000000000000000; 1 to 1000000"),
    (["--epochs", "99999999999999999999"], "--epochs"),
    (["--seed", "18446744073709551615"], "--seed"), (["--threads", "1000000"], "--threads is"),
    (["--workers", "99999999999999999999"], "--workers"),
    (["--image-size", "9223372036854775807"], "--image-size: expected 1 to 4096"),
    (["--image-size", "0"], "--image-size: expected 1 to 4096"),
    (["--test-fraction", "1"], "--test-fraction: expected a number between 0 and 1"),
    (["--test-fraction", "0"], "--test-fraction: expected a number between 0 and 1, found 0"),
    (["--test-fraction", "-1"], "--test-fraction: expected a number between 0 and 1, found -1"),
    (["--validation-fraction", "-0.5"], "--validation-fraction: expected a number of at least 0"),
    (["--calibration-fraction", "-1"], "--calibration-fraction: expected a number of at least 0"),
    (["--image-size", "-8"], "--image-size: expected 1 to 4096"),
    (["--validation-fraction", "1"], "--validation-fraction: expected a number of at least 0"),
    (["--device", "gpu"], "--device is \"gpu\""),
  ])
  func `an option out of range is refused by its name`(
    _ option: [String], _ message: String
  ) throws {
    try expectRefusal(Self.train + option, code: 2, naming: [message], in: TemporaryFolder())
  }

  @Test(arguments: [
    ("synthetic:classes=99999999999999999999", "classes=99999999999999999999; expected an integer"),
    ("synthetic:per-class=9223372036854775807", "per-class"),
    ("synthetic:classes=40,per-class=1000000,size=512", "expected fewer"),
    ("synthetic:difficulty=1e308", "difficulty"), ("synthetic:seed=18446744073709551615", "seed"),
    ("synthetic:klasses=3", "did you mean \"classes\""), ("syntetic", "did you mean \"synthetic\""),
    ("cifar10:", "does not say where"),
  ])
  func `a data string out of range is wrong usage`(_ data: String, _ message: String) throws {
    try expectRefusal(
      ["data", "describe", "--data", data], code: 2, naming: [message], in: TemporaryFolder())
    try expectRefusal(
      ["train", "mixup", "--data", data, "--output", "run"], code: 2, naming: [message],
      in: TemporaryFolder())
  }

  @Test(arguments: [
    ["--bins", "9223372036854775807"], ["--bins", "0"], ["--resamples", "9223372036854775807"],
    ["--resamples", "19"], ["--seed", "-1"], ["--seed", "18446744073709551615"],
    ["--norm", "l3"],
  ])
  func `metrics refuses numbers beyond sense`(_ option: [String]) throws {
    try expectRefusal(
      ["metrics", "--logits", "none.npy", "--labels", "none.npy"] + option, code: 2,
      naming: [option[0]], in: TemporaryFolder())
  }

  @Test(arguments: [
    ("temperature", "lowerBound=-1"), ("temperature", "upperBound=1e308"),
    ("scaling-binning", "bins=0"), ("scaling-binning", "bins=9223372036854775807"),
    ("histogram-binning", "bins=-1"), ("beta", "shrinkage=0"), ("vector", "penalty=-1"),
    ("matrix", "penalty.offset=1e308"), ("gaussian-process", "inducingPoints=1000000000000"),
    ("gaussian-process", "iterations=0"), ("knowledge-transfer", "alpha=2"),
    ("knowledge-transfer-auto", "alphas=[0.5, 2]"), ("knowledge-transfer-auto", "alphas=[]"),
    ("temperature", "weighting=5"), ("scaling-binning", "bins=18446744073709551615"),
  ])
  func `calibrators refuse settings out of range before data are read`(
    _ method: String, _ setting: String
  ) throws {
    try expectRefusal(
      [
        "calibrate", "fit", "--method", method, "--set", setting, "--validation", "nowhere",
        "--output", "c.json",
      ], code: 2, naming: ["--set of \(method): \(setting.prefix { $0 != "=" })"],
      in: TemporaryFolder())
  }

  @Test func `a comparison finds the wrong setting of its last method first`() throws {
    try expectRefusal(
      [
        "compare", "cross-entropy,balanced-softmax", "--data", "cifar100:nowhere", "--output",
        "table", "--set", "balanced-softmax:stages.0.loss.strength=1e308",
      ], code: 2, naming: ["stages.0.loss.strength: expected a number from -10 to 10"],
      in: TemporaryFolder())
  }

  @Test func `a network that no memory holds is refused by what makes it large`() throws {
    let small = ["train", "cross-entropy", "--data", SmallRun.data, "--output", "run"]
    try expectRefusal(
      small + ["--set", "model.backbone.widths=[10000, 10000, 10000]"], code: 2,
      naming: ["model.backbone: ", "parameters of resnet32 need", "there is"],
      in: TemporaryFolder())
    try expectRefusal(
      [
        "train", "cross-entropy", "--data", "synthetic:classes=2,per-class=20000,test=2,size=32",
        "--output", "run", "--set", "batchSize=1000000", "--set",
        "model.backbone.widths=[512, 512, 512]",
      ], code: 2, naming: ["batchSize: a step on", "there is"], in: TemporaryFolder())
  }
}
