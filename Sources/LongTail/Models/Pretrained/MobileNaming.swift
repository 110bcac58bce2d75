import ArrayFiles
import Torch

/// The names of the weights of MobileNetV2 and EfficientNet-Lite0: timm's, which are this package's and alike for both;
/// those of `efficientnet_lite_pytorch`, which follow TensorFlow's; and torchvision's of MobileNetV2.
struct MobileNaming: PretrainedNaming {
  private enum Names { case timm, efficientNet, torchvision }

  let title: String
  fileprivate let key: String
  private let names: Names

  static let authors = MobileNaming(
    title: "efficientnet_lite_pytorch", key: "_conv_stem.weight", names: .efficientNet)
  static let timm = MobileNaming(title: "timm", key: "conv_stem.weight", names: .timm)
  static let torchvision = MobileNaming(
    title: "torchvision", key: "features.1.conv.0.0.weight", names: .torchvision)

  func start(among names: Set<String>) -> String? { Self.start(of: key, among: names) }

  func network(
    _ arrays: [String: NumericArray], below start: String, notes: PretrainedNotes, file: String
  ) throws(FileProblem) -> PretrainedNetwork {
    // The third stage's filters are 5×5 in the one and 3×3 in the other.
    let isMobileNet =
      names == .torchvision
      || names == .timm && arrays[start + "blocks.2.0.conv_dw.weight"]?.shape.last == 3
    var reading = PretrainedReading(arrays, below: start, file: file)
    let layers = layers(isMobileNet ? MobileNetV2.network : EfficientNetLite0.network)
    for (own, theirs) in layers {
      let name = names == .timm ? own.path : theirs
      guard own.isNorm else {
        try reading.take("\(own.path).weight", ["\(name).weight"])
        continue
      }
      for end in ["weight", "bias", NormalizationNames.mean, NormalizationNames.variance] {
        try reading.take("\(own.path).\(end)", ["\(name).\(end)"])
      }
      let tracked = "num_batches_tracked"
      try reading.take("\(own.path).\(tracked)", ["\(name).\(tracked)"], isOptional: true)
    }
    try reading.requireAll(
      ignoring: [names == .efficientNet ? "_fc." : "classifier."], title: title)
    let family = family(isMobileNet).noting(notes)
    return isMobileNet
      ? reading.network(MobileNetV2(), side: 224, family: family)
      : reading.network(EfficientNetLite0(), side: 224, family: family)
  }

  private func family(_ isMobileNet: Bool) -> PretrainedFamily {
    guard isMobileNet else {
      return PretrainedFamily(
        "EfficientNet-Lite0 of TensorFlow",
        (
          mean: [Double](repeating: 127 / 255.0, count: 3),
          deviation: [Double](repeating: 128 / 255.0, count: 3)
        ), resize: 8 / 7.0)
    }
    return PretrainedFamily(
      "MobileNetV2 of ImageNet", PretrainedFamily.imageNet, resize: 8 / 7.0,
      isBicubic: names == .timm)
  }

  /// A layer's path, and whether it is a batch norm.
  private struct Layer {
    let path: String
    let isNorm: Bool
  }

  /// Every layer under this package's path and under the others'.
  private func layers(_ network: MobileStages) -> [(own: Layer, theirs: String)] {
    var all: [(own: Layer, theirs: String)] = []
    func add(_ own: String, _ theirs: String, isNorm: Bool) {
      all.append((own: Layer(path: own, isNorm: isNorm), theirs: theirs))
    }
    let isVision = names == .torchvision
    add("conv_stem", isVision ? "features.0.0" : "_conv_stem", isNorm: false)
    add("bn1", isVision ? "features.0.1" : "_bn0", isNorm: true)
    var number = 0
    for (stage, count) in network.blockCounts.enumerated() {
      for index in 0..<count {
        let own = "blocks.\(stage).\(index)"
        let theirs = isVision ? "features.\(number + 1).conv" : "_blocks.\(number)"
        let expands = network.stages[stage].expansion > 1
        let convolutions = expands ? ["conv_pw", "conv_dw", "conv_pwl"] : ["conv_dw", "conv_pw"]
        for (place, convolution) in convolutions.enumerated() {
          let isLast = place == convolutions.count - 1
          add(
            "\(own).\(convolution)",
            isVision
              ? "\(theirs).\(place)" + (isLast ? "" : ".0")
              : "\(theirs).\(Self.authorNames(expands)[place])", isNorm: false)
          // Without an expansion the authors' first norm has the second one's name.
          let norm = expands ? place : place + 1
          add(
            "\(own).bn\(place + 1)",
            isVision
              ? "\(theirs)." + (isLast ? "\(place + 1)" : "\(place).1") : "\(theirs)._bn\(norm)",
            isNorm: true)
        }
        number += 1
      }
    }
    add("conv_head", isVision ? "features.\(number + 1).0" : "_conv_head", isNorm: false)
    add("bn2", isVision ? "features.\(number + 1).1" : "_bn1", isNorm: true)
    return all
  }

  private static func authorNames(_ expands: Bool) -> [String] {
    (expands ? ["_expand_conv"] : []) + ["_depthwise_conv", "_project_conv"]
  }
}
