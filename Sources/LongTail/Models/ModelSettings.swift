public import Calibration

/// The shape of a network: a backbone, a classifier, and how many experts share how much.
public struct ModelSettings: Sendable, Codable {
  /// The network that makes features.
  public var backbone: Chosen<Backbones>
  /// What makes logits of the features, for each expert.
  public var classifier: Chosen<ClassifierHeads>
  /// M, 1 … 100; one expert is an ordinary network.
  public var experts: Int
  /// Parts of the backbone that all experts share; the backbone's own choice when `nil`.
  @OrNone public var sharedParts: Int?
  /// Blocks of the next part that experts share too, fewer than it has.
  ///
  /// BBN's bilateral branches are two experts that share all but the last block (Zhou et al., CVPR 2020).
  public var sharedBlocks: Int
  /// The depth arrangement of SHIKE (Jin et al., CVPR 2023): expert m multiplies its map with what an
  /// alignment branch of its own makes of the map after shared part `depths[m mod count]`, counted from
  /// 1; none does when empty. Parts 1, 2, 3 are the letters A, B, C of the paper's Table 5.
  public var depths: [Int]
  /// What an expert does with that map; without `depths`, nothing.
  public var fusion: DepthFusion
  /// Decides for each sample how many experts to ask; all are asked when `nil`.
  @OrNone public var router: RouterSettings?
  /// How much of a backbone that others have trained is trained further; as the stages say when `nil`.
  @OrNone public var tuning: Chosen<Tunings>?

  public init(
    backbone: some Backbone = ResNet32(), classifier: some ClassifierHead = LinearClassifier(),
    experts: Int = 1, sharedParts: Int? = nil, sharedBlocks: Int = 0, depths: [Int] = [],
    fusion: DepthFusion = .multiply, router: RouterSettings? = nil, tuning: (any Tuning)? = nil
  ) {
    self.backbone = Chosen(backbone)
    self.classifier = Chosen(classifier)
    self.experts = experts
    self.sharedParts = sharedParts
    self.sharedBlocks = sharedBlocks
    self.depths = depths
    self.fusion = fusion
    self.router = router
    self.tuning = tuning.map { Chosen($0) }
  }
}

extension ModelSettings {
  /// - Throws: ``SettingsError`` for the first setting that is out of range, whatever the data are.
  func validate() throws {
    try SettingsError.require("experts", experts, in: 1...100)
    try within("backbone") { try backbone.backbone.validate() }
    try within("classifier") { try classifier.head.validate() }
    try within("router") { try router?.validate() }
    try within("tuning") { try tuning?.item.validate() }
  }

  /// What there is beside backbone and classifier, with its default: for `longtail list models`.
  public static let options: [(key: String, summary: String)] = [
    ("experts", "how many experts, 1"),
    ("sharedParts", "stages of the backbone that experts share; the backbone's own choice (none)"),
    ("sharedBlocks", "blocks of the next stage that experts share too, 0"),
    (
      "depths",
      "for each expert by turns, the shared stage whose aligned map its own is multiplied with, []"
    ),
    (
      "fusion", "whether experts multiply their maps with those, or replace them by those, multiply"
    ),
    ("router", "topLogits and hidden of a router that decides how many experts to ask, none"),
    (
      "tuning", "how much of a trained backbone trains further (longtail list tunings), all of it"
    ),
  ]
}

extension Chosen where List == Backbones {
  /// The backbone that a recipe names, with its settings.
  public var backbone: any Backbone { item(as: (any Backbone).self) }
}

extension Chosen where List == ClassifierHeads {
  /// The classifier that a recipe names, with its settings.
  public var head: any ClassifierHead { item(as: (any ClassifierHead).self) }
}
