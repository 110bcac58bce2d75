/// The shape of a network: a backbone, a classifier, and how many experts share how much.
public struct ModelSettings: Sendable, Codable {
  public var backbone: Chosen<Backbones>
  public var classifier: Chosen<ClassifierHeads>
  /// M, ≥ 1; one expert is an ordinary network.
  public var experts: Int
  /// Parts of the backbone that all experts share; the backbone's own choice when `nil`.
  public var sharedParts: Int?

  public init(
    backbone: some Backbone = ResNet32(), classifier: some ClassifierHead = LinearClassifier(),
    experts: Int = 1, sharedParts: Int? = nil
  ) {
    self.backbone = Chosen(backbone)
    self.classifier = Chosen(classifier)
    self.experts = experts
    self.sharedParts = sharedParts
  }

  private enum CodingKeys: String, CodingKey { case backbone, classifier, experts, sharedParts }

  // Written by hand so that an absent number of shared parts is a visible `null`, not a missing key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(backbone, forKey: .backbone)
    try container.encode(classifier, forKey: .classifier)
    try container.encode(experts, forKey: .experts)
    try container.encode(sharedParts, forKey: .sharedParts)
  }
}

extension Chosen where List == Backbones {
  public var backbone: any Backbone { item(as: (any Backbone).self) }
}

extension Chosen where List == ClassifierHeads {
  public var head: any ClassifierHead { item(as: (any ClassifierHead).self) }
}
