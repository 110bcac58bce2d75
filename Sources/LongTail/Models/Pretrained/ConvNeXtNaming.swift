import ArrayFiles
import Torch

/// The names of ConvNeXt's weights: timm's, which are this package's; torchvision's; and the authors' (Facebook). Depths and
/// widths follow from names and shapes.
struct ConvNeXtNaming: PretrainedNaming {
  let title: String
  /// A name that no other network has.
  let key: String
  /// Beginnings of the classifier's names.
  let heads: [String]
  /// What stands before the number of a block, in each of the four stages.
  let blocks: @Sendable (Int) -> String
  /// A name below a block, for each of this package's.
  let block: [String: String]
  /// The two layers before a stage, the stem's with 0.
  let reduction: @Sendable (Int) -> (first: String, second: String)
  /// The last layer norm.
  let last: String
  let family: PretrainedFamily

  static let all = [timm, torchvision, authors]

  private static func family(_ resize: Double, isBicubic: Bool) -> PretrainedFamily {
    PretrainedFamily(
      "ConvNeXt of ImageNet", PretrainedFamily.imageNet, resize: resize, isBicubic: isBicubic)
  }

  static let timm = ConvNeXtNaming(
    title: "timm", key: "stages.0.blocks.0.conv_dw.weight", heads: ["head.fc."],
    blocks: { "stages.\($0).blocks." },
    block: [
      "gamma": "gamma", "conv_dw": "conv_dw", "norm": "norm", "mlp.fc1": "mlp.fc1",
      "mlp.fc2": "mlp.fc2",
    ],
    reduction: { stage in
      stage == 0
        ? ("stem.0", "stem.1") : ("stages.\(stage).downsample.0", "stages.\(stage).downsample.1")
    }, last: "head.norm", family: family(8 / 7.0, isBicubic: true))

  static let torchvision = ConvNeXtNaming(
    title: "torchvision", key: "features.1.0.layer_scale", heads: ["classifier.2."],
    blocks: { "features.\(2 * $0 + 1)." },
    block: [
      "gamma": "layer_scale", "conv_dw": "block.0", "norm": "block.2", "mlp.fc1": "block.3",
      "mlp.fc2": "block.5",
    ],
    reduction: { ("features.\(2 * $0).0", "features.\(2 * $0).1") }, last: "classifier.0",
    family: family(236 / 224.0, isBicubic: false))

  static let authors = ConvNeXtNaming(
    title: "ConvNeXt's authors", key: "stages.0.0.dwconv.weight", heads: ["head."],
    blocks: { "stages.\($0)." },
    block: [
      "gamma": "gamma", "conv_dw": "dwconv", "norm": "norm", "mlp.fc1": "pwconv1",
      "mlp.fc2": "pwconv2",
    ],
    reduction: { ("downsample_layers.\($0).0", "downsample_layers.\($0).1") }, last: "norm",
    family: family(8 / 7.0, isBicubic: true))

  func start(among names: Set<String>) -> String? { Self.start(of: key, among: names) }

  func network(
    _ arrays: [String: NumericArray], below start: String, notes: PretrainedNotes, file: String
  ) throws(FileProblem) -> PretrainedNetwork {
    var reading = PretrainedReading(arrays, below: start, file: file)
    let depths = (0..<4).map { reading.count(after: blocks($0)) }
    let convolution = block["conv_dw"] ?? ""
    let widths = (0..<4).map {
      arrays["\(start)\(blocks($0))0.\(convolution).weight"]?.shape.first ?? 0
    }
    guard depths.allSatisfy({ $0 > 0 }), widths.allSatisfy({ $0 > 0 }) else {
      throw FileProblem(
        file,
        "holds names as \(title) gives ConvNeXt's, but \(depths) blocks of \(widths) channels; expected some in each of "
          + "four stages")
    }
    func both(_ own: String, _ theirs: String) throws(FileProblem) {
      for end in ["weight", "bias"] { try reading.take("\(own).\(end)", ["\(theirs).\(end)"]) }
    }
    for stage in 0..<4 {
      let (own, theirs) = (Self.timm.reduction(stage), reduction(stage))
      try both(own.first, theirs.first)
      try both(own.second, theirs.second)
      for index in 0..<depths[stage] {
        let (own, theirs) = (Self.timm.blocks(stage) + "\(index)", blocks(stage) + "\(index)")
        for (name, other) in block.sorted(by: { $0.key < $1.key }) {
          guard name == "gamma" else {
            try both("\(own).\(name)", "\(theirs).\(other)")
            continue
          }
          try reading.take("\(own).gamma", ["\(theirs).\(other)"])
          // torchvision keeps it as a map of one place.
          reading.reshape("\(own).gamma", [widths[stage]])
        }
        // timm's networks with 1×1 convolutions in the place of linear layers.
        let (width, hidden) = (widths[stage], 4 * widths[stage])
        reading.reshape("\(own).mlp.fc1.weight", [hidden, width])
        reading.reshape("\(own).mlp.fc2.weight", [width, hidden])
      }
    }
    try both(Self.timm.last, last)
    try reading.requireAll(ignoring: heads, title: title)
    return reading.network(
      ConvNeXt(depths: depths, widths: widths), side: 224, family: family.noting(notes))
  }
}
