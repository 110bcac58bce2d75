import Calibration

extension PretrainedBackbone {
  /// Pictures are brought to the size that the weights were trained on, as they were then, unless the data settings say
  /// how already.
  /// - Throws: `UnknownName` for a source that there is not; ``SettingsError`` for one of features.
  func frame(_ data: inout DataSettings) throws {
    guard try Datasets.type(named: data.sourceName).holdsPictures else {
      throw SettingsError(
        "data.source",
        "\(data.sourceName) holds features; a backbone of pictures (--backbone \(path)) was asked for"
      )
    }
    let isFree = data.framing == FramingSettings()
    if isFree, network.family.isBicubic { data.framing.filter = .bicubic }
    guard data.imageSize == nil else { return }
    data.imageSize = network.side
    guard isFree, network.family.resize > 1 else { return }
    let side = Int((Double(network.side) * network.family.resize).rounded())
    let framing = ResizeCenterCrop(shorterSide: side)
    data.framing = FramingSettings(
      training: framing, evaluation: framing, filter: data.framing.filter)
  }

  /// Makes the file's network that of a recipe, with a linear probe as its tuning.
  func adopt(in recipe: inout Recipe) {
    recipe.model.backbone = chosenBackbone
    recipe.model.tuning = recipe.model.tuning ?? Chosen(LinearProbe())
    recipe.pretrained = PretrainedWeights(
      path: path, sha256: sha256, weights: weights, mean: network.family.mean,
      deviation: network.family.deviation, interpolation: network.family.interpolation)
  }
}

extension PretrainedBackbone {
  /// As ``init(_:weights:heads:)``, with the heads that `KEY=VALUE` settings of a recipe ask for.
  /// - Throws: ``SettingsError`` for heads that are no number.
  public init(_ path: String, weights: String? = nil, settings: [String]) throws {
    let key = "model.backbone.heads="
    let given = settings.last { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
    let heads = given.flatMap(Int.init)
    guard given == nil || (heads ?? 0) > 0 else {
      throw SettingsError(
        "model.backbone.heads", "expected a whole number above 0, found \(given ?? "")")
    }
    try self.init(path, weights: weights, heads: heads)
  }
}

extension PretrainedBackbone {
  /// The architecture, as a recipe names it.
  public var chosenBackbone: Chosen<Backbones> {
    func chosen(_ backbone: some Backbone) -> Chosen<Backbones> { Chosen(backbone) }
    return chosen(network.backbone)
  }
}
