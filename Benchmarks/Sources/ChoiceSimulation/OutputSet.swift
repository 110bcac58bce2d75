import Calibration
import Foundation

/// Outputs of a real network with their labels.
struct OutputSet {
  /// The folder of a network's outputs, and what it is called in the table.
  let name: String
  private let scores: String
  private let labels: String

  /// Networks that were trained on balanced data, in the folder of calibration data.
  static let balanced: [OutputSet] =
    [
      "densenet_BC_100_12", "resnet_basic_110", "resnet_preact_bottleneck_164",
      "resnext_29_8x64d", "shake_shake_26_2x64d_SSI_cutout16",
    ].map { OutputSet("cifar10-human-exp/\($0)", "_test_logits", "test_labels") } + [
      OutputSet("cifar10-label-shift/valid", "_probs", "valid_labels"),
      OutputSet("cifar10-netcal/lenet-5", "_test_probs", "test_labels"),
      OutputSet("cifar10-netcal/wideresnet-16-4", "_test_probs", "test_labels"),
      OutputSet("cifar10-verified-calibration/vgg16", "_test_probs", "test_labels"),
      OutputSet("cifar100-netcal/densenet-bc-100", "_test_probs", "test_labels"),
      OutputSet("cifar100-netcal/wideresnet-16-4", "_test_probs", "test_labels"),
    ]

  private init(_ name: String, _ ending: String, _ labels: String) {
    self.name = name
    scores = name + ending + ".npy"
    let folder = name.split(separator: "/").dropLast().joined(separator: "/")
    self.labels = "\(folder)/\(labels).npy"
  }

  /// Reads it through a folder of links, as any folder of predictions.
  func read(in data: String) throws -> Predictions {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    let kind = scores.hasSuffix("probs.npy") ? "probabilities" : "logits"
    try files.createSymbolicLink(
      atPath: "\(folder)/\(kind).npy", withDestinationPath: "\(data)/\(scores)")
    try files.createSymbolicLink(
      atPath: "\(folder)/labels.npy", withDestinationPath: "\(data)/\(labels)")
    return try PredictionFolder.read(folder)
  }
}

/// Outputs of a network that was trained on long-tailed data, with its features.
struct LongTailedOutputs {
  let validation: Predictions
  let test: Predictions
  let training: Predictions

  init(in data: String) throws {
    func read(_ part: String) throws -> Predictions {
      try PredictionFolder.read("\(data)/cifar10-lt-if10/\(part)")
    }
    validation = try read("validation")
    test = try read("test")
    training = try read("train")
  }

  private init(_ validation: Predictions, _ test: Predictions, _ training: Predictions) {
    self.validation = validation
    self.test = test
    self.training = training
  }

  /// The held-out samples.
  var samples: Int { validation.labels.count }

  /// So many held-out samples, drawn with replacement.
  func draw(_ count: Int, seed: UInt64) -> Draw {
    var random = Seeded(seed)
    return Draw(
      validation: validation.selecting(
        (0..<count).map { _ in Int.random(in: 0..<samples, using: &random) }), test: test)
  }

  /// The same network with other logits.
  func divided(by divisor: Double) -> LongTailedOutputs {
    guard divisor != 1 else { return self }
    func divided(_ predictions: Predictions) -> Predictions {
      var result = predictions
      result.logits = Logits(
        predictions.logits.values.map { $0 / Float(divisor) }, classes: predictions.logits.classes)
      return result
    }
    return LongTailedOutputs(divided(validation), divided(test), divided(training))
  }
}

/// A draw of held-out samples, and the samples that the choice is judged on.
struct Draw {
  let validation: Predictions
  let test: Predictions

  /// One half of each class, thinned to a long tail whose classes have a seeded order; the other half is the test
  /// set. Of the long tail a share is kept. The same for the same seed.
  init(of predictions: Predictions, factor: Double, share kept: Double, seed: UInt64) {
    var random = Seeded(seed)
    let classes = predictions.logits.classes
    let rank = (0..<classes).shuffled(using: &random)
    var validation: [Int] = []
    var test: [Int] = []
    for label in 0..<classes {
      let members = predictions.labels.indices.filter { predictions.labels[$0] == label }
        .shuffled(using: &random)
      let half = members.count / 2
      let share = pow(factor, -Double(rank[label]) / Double(classes - 1))
      validation += members.prefix(max(1, Int(Double(half) * share * kept)))
      test += members.suffix(members.count - half)
    }
    self.validation = predictions.selecting(validation.sorted())
    self.test = predictions.selecting(test.sorted())
  }

  init(validation: Predictions, test: Predictions) {
    self.validation = validation
    self.test = test
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
