import ArrayFiles
import Torch

/// The names of EfficientNet-Lite0's weights: those of `efficientnet_lite_pytorch`, which follow TensorFlow's, and timm's
/// (`tf_efficientnet_lite0`), which are this package's.
struct EfficientNetNaming: PretrainedNaming {
  let title: String
  fileprivate let key: String
  private let isTimm: Bool

  static let authors = EfficientNetNaming(
    title: "efficientnet_lite_pytorch", key: "_conv_stem.weight", isTimm: false)
  static let timm = EfficientNetNaming(title: "timm", key: "conv_stem.weight", isTimm: true)

  func start(among names: Set<String>) -> String? { Self.start(of: key, among: names) }

  func network(
    _ arrays: [String: NumericArray], below start: String, notes: PretrainedNotes, file: String
  ) throws(FileProblem) -> PretrainedNetwork {
    var reading = PretrainedReading(arrays, below: start, file: file)
    for (own, theirs) in layers {
      let name = isTimm ? own : theirs
      guard own.isNorm else {
        try reading.take("\(own.path).weight", ["\(name.path).weight"])
        continue
      }
      for end in ["weight", "bias", NormalizationNames.mean, NormalizationNames.variance] {
        try reading.take("\(own.path).\(end)", ["\(name.path).\(end)"])
      }
      let tracked = "num_batches_tracked"
      try reading.take("\(own.path).\(tracked)", ["\(name.path).\(tracked)"], isOptional: true)
    }
    try reading.requireAll(ignoring: isTimm ? ["classifier."] : ["_fc."], title: title)
    let family = PretrainedFamily(
      "EfficientNet-Lite0 of TensorFlow",
      (
        mean: [Double](repeating: 127 / 255.0, count: 3),
        deviation: [Double](repeating: 128 / 255.0, count: 3)
      ), resize: 8 / 7.0)
    return reading.network(EfficientNetLite0(), side: 224, family: family.noting(notes))
  }

  /// A layer's path, and whether it is a batch norm.
  private struct Layer {
    let path: String
    let isNorm: Bool
  }

  /// Every layer under this package's path and under the authors'.
  private var layers: [(own: Layer, theirs: Layer)] {
    var all: [(own: Layer, theirs: Layer)] = []
    func add(_ own: String, _ theirs: String, isNorm: Bool) {
      all.append(
        (own: Layer(path: own, isNorm: isNorm), theirs: Layer(path: theirs, isNorm: isNorm)))
    }
    add("conv_stem", "_conv_stem", isNorm: false)
    add("bn1", "_bn0", isNorm: true)
    var number = 0
    for (stage, count) in EfficientNetLite0().blockCounts.enumerated() {
      for index in 0..<count {
        let (own, theirs) = ("blocks.\(stage).\(index)", "_blocks.\(number)")
        let names =
          stage == 0
          ? [("conv_dw", "_depthwise_conv"), ("conv_pw", "_project_conv")]
          : [
            ("conv_pw", "_expand_conv"), ("conv_dw", "_depthwise_conv"),
            ("conv_pwl", "_project_conv"),
          ]
        for (place, pair) in names.enumerated() {
          add("\(own).\(pair.0)", "\(theirs).\(pair.1)", isNorm: false)
          // Without an expansion the authors' first norm has the second one's name.
          let norm = stage == 0 ? place + 1 : place
          add("\(own).bn\(place + 1)", "\(theirs)._bn\(norm)", isNorm: true)
        }
        number += 1
      }
    }
    add("conv_head", "_conv_head", isNorm: false)
    add("bn2", "_bn1", isNorm: true)
    return all
  }
}
