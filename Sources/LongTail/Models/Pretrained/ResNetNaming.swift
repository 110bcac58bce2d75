import ArrayFiles
import Torch

/// Residual networks under the names that torchvision and timm share; this package has them, too. Which network it is
/// follows from the blocks of its stages and their filters.
struct ResNetNaming: PretrainedNaming {
  let title = "torchvision or timm"

  func start(among names: Set<String>) -> String? {
    guard let start = Self.start(of: "layer4.0.conv1.weight", among: names),
      names.contains(start + "conv1.weight")
    else { return nil }
    return start
  }

  func network(
    _ arrays: [String: NumericArray], below start: String, notes: PretrainedNotes, file: String
  ) throws(FileProblem) -> PretrainedNetwork {
    var reading = PretrainedReading(arrays, below: start, file: file)
    let counts = (1...4).map { reading.count(after: "layer\($0).") }
    let isBottleneck = reading.finds(["layer1.0.conv3.weight"])
    let filters = arrays[start + "layer1.0.conv2.weight"]?.shape ?? []
    let stem = arrays[start + "conv1.weight"]?.shape ?? []
    guard let backbone = Self.backbone(counts, isBottleneck, filters: filters, stem: stem) else {
      throw FileProblem(
        file,
        "is a residual network of \(counts) \(isBottleneck ? "bottlenecks" : "basic blocks") with a first convolution "
          + "\(stem) and filters \(filters); expected one of resnet10, 18, 34, 50, 101, 152 or resnext50"
      )
    }
    func norm(_ path: String) throws(FileProblem) {
      for end in ["weight", "bias", NormalizationNames.mean, NormalizationNames.variance] {
        try reading.take("\(path).\(end)", ["\(path).\(end)"])
      }
      let tracked = "\(path).num_batches_tracked"
      try reading.take(tracked, [tracked], isOptional: true)
    }
    func convolution(_ path: String) throws(FileProblem) {
      try reading.take("\(path).weight", ["\(path).weight"])
    }
    try convolution("conv1")
    try norm("bn1")
    for (stage, count) in counts.enumerated() {
      for index in 0..<count {
        let block = "layer\(stage + 1).\(index)"
        for number in 1...(isBottleneck ? 3 : 2) {
          try convolution("\(block).conv\(number)")
          try norm("\(block).bn\(number)")
        }
        guard reading.finds(["\(block).downsample.0.weight"]) else { continue }
        try convolution("\(block).downsample.0")
        try norm("\(block).downsample.1")
      }
    }
    try reading.requireAll(ignoring: ["fc."], title: title)
    let family = PretrainedFamily(
      "ResNet of ImageNet", PretrainedFamily.imageNet, resize: 8 / 7.0, isBicubic: false)
    return reading.network(backbone, side: 224, family: family.noting(notes))
  }

  private static func backbone(
    _ counts: [Int], _ isBottleneck: Bool, filters: [Int], stem: [Int]
  ) -> (any Backbone)? {
    guard stem.count == 4, stem[0] == 64, stem[2] == 7, filters.count == 4 else { return nil }
    switch (counts, isBottleneck, filters[0], filters[1]) {
    case ([1, 1, 1, 1], false, 64, 64): return ResNet10()
    case ([2, 2, 2, 2], false, 64, 64): return ResNet18()
    case ([3, 4, 6, 3], false, 64, 64): return ResNet34()
    case ([3, 4, 6, 3], true, 64, 64): return ResNet50()
    case ([3, 4, 23, 3], true, 64, 64): return ResNet101()
    case ([3, 8, 36, 3], true, 64, 64): return ResNet152()
    case ([3, 4, 6, 3], true, 128, 4): return ResNeXt50()
    default: return nil
    }
  }
}
