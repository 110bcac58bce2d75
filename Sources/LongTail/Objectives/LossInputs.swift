/// What a network and a stage are going to give to a loss.
public struct LossInputs: Sendable {
  /// Experts of the network, ≥ 1.
  public let experts: Int
  /// Images per class in the set that is trained on, in class order.
  public let classCounts: [Int]
  /// Whether the network has a router.
  public let hasRouter: Bool
  /// Whether the stage has a trained network beside the one that learns.
  public let hasTeacher: Bool
  /// Whether the stage has a slow copy of the network.
  public let hasMomentumCopy: Bool
  /// Views of a batch.
  public let views: Int
  /// Whether the first view is mixed.
  public let mixes: Bool
  /// Length of the stage; `nil` where it does not matter.
  public let epochs: Int?
  /// What the classifier multiplies cosines with; `nil` for one whose logits are no cosines.
  public let cosineScale: Double?
  /// Whether the classifier of a single network has a weight for each class and feature.
  public let hasClassWeights: Bool
  /// Whether the network is a single one with a linear classifier.
  public let hasLinearClassifier: Bool
  /// Names below `classifier` of what the classifier of a single network consists of.
  public let classifierParts: Set<String>
  /// Whether the stage's optimizer can tell what a step would make of a parameter.
  public let looksAhead: Bool
  /// Numbers of each expert's features; `nil` where they do not matter.
  public let featureWidth: Int?
  /// Channels of the map behind each part of the backbone; empty where parts give none.
  public let mapChannels: [Int]

  public init(
    experts: Int, classCounts: [Int], hasRouter: Bool = false, hasTeacher: Bool = false,
    hasMomentumCopy: Bool = false, views: Int = 1, mixes: Bool = false, epochs: Int? = nil,
    cosineScale: Double? = nil, hasClassWeights: Bool = false,
    hasLinearClassifier: Bool = false, classifierParts: Set<String> = [], looksAhead: Bool = false,
    featureWidth: Int? = nil, mapChannels: [Int] = []
  ) {
    self.experts = experts
    self.classCounts = classCounts
    self.hasRouter = hasRouter
    self.hasTeacher = hasTeacher
    self.hasMomentumCopy = hasMomentumCopy
    self.views = views
    self.mixes = mixes
    self.epochs = epochs
    self.cosineScale = cosineScale
    self.hasClassWeights = hasClassWeights
    self.hasLinearClassifier = hasLinearClassifier
    self.classifierParts = classifierParts
    self.looksAhead = looksAhead
    self.featureWidth = featureWidth
    self.mapChannels = mapChannels
  }
}
