public import Calibration
import Torch

/// Samples of rare classes made inside of the network, of how samples of frequent classes differ from their class (Wang,
/// Lukasiewicz, Hu, Cai, Xu, CVPR 2021: RSG). Behind a part of the backbone, with the map F of a sample i of the class y,
/// K centres μ of each class, and γ = softmax(A_y pool(F) + a_y),
///
///     L_1 = mean_i Σ_k γ_ik ‖F_i − μ_{y_i k}‖² + CE of a network that tells pairs of a class from others
///
/// over all channels and places, with F as a constant. The second term is there before the epoch `from`; after it each
/// sample i of a frequent class is put beside a sample j of a rare one, and
///
///     r = F_i − μ_{y_i k*},  k* = argmax γ_i       t = a 3×3 convolution of r       F_j + t, a new sample of the class y_j
///
/// goes on through the network with the batch. The convolution learns to leave the class i behind, with the pair network as
/// it is then, to keep the length of r, and to point where F_j differs from its own centre, s:
///
///     L_2 = mean over the new ones of (CE of F_i and t as no pair + Σ_places |‖t‖ − ‖r‖| + |cos(s, t) − 1|)
///
/// The loss of the labels is that of all samples, plus `centerWeight · L_1 + variationWeight · L_2`. Nothing of it is left
/// in the trained network.
public struct RareSampleGeneration: ObjectiveSettings {
  public static let name = "rare-sample-generation"
  public static let summary =
    "another loss, of samples of rare classes too that are made within the network"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// The loss of the labels, a formula.
  public var labelLoss = Chosen<Losses>(LabelDistributionAwareMargin(reweightsFrom: nil))
  /// Parts of the backbone before the map, 1 … 1000; all but the last when `nil`.
  @OrNone public var part: Int?
  /// K, 1 … 1000.
  public var centers = 15
  /// Channels of the network that tells pairs, 1 … 65,536.
  public var pairChannels = 256
  /// The most frequent classes, as a share of all, in (0, 1); the others are rare.
  public var frequent = 0.2
  /// The first 0-based epoch in which samples are made, 0 … 1,000,000.
  public var from = 160
  /// How many samples are made, as a share of those that the more frequent kind of a batch allows, in (0, 1].
  public var strength = 1.0
  /// What multiplies L_1, in [0, 1000].
  public var centerWeight = 0.1
  /// What multiplies L_2, in [0, 1000].
  public var variationWeight = 0.01

  public init() {}

  /// A loss of labels, and how samples are made beside it.
  public init(
    _ labelLoss: some LossFunction = LabelDistributionAwareMargin(reweightsFrom: nil),
    part: Int? = nil, centers: Int = 15, pairChannels: Int = 256, frequent: Double = 0.2,
    from: Int, strength: Double = 1, centerWeight: Double = 0.1, variationWeight: Double = 0.01
  ) {
    self.labelLoss = Chosen(labelLoss)
    self.part = part
    self.centers = centers
    self.pairChannels = pairChannels
    self.frequent = frequent
    self.from = from
    self.strength = strength
    self.centerWeight = centerWeight
    self.variationWeight = variationWeight
  }

  public var priorExponent: Double { labelLoss.formula.priorExponent }
  public var insertsSamples: Bool { true }

  /// Parts before the map of a backbone whose parts give maps of so many channels.
  func place(among channels: [Int]) -> Int { part ?? max(1, channels.count - 1) }

  /// The classes that lend their variation.
  var frequentClasses: ClassRanks { ClassRanks(from: 0, to: frequent) }

  public func make(for site: StageSite) -> any Objective { RareSampleObjective(self, for: site) }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.from = scaledStart(from, from: published, to: epochs)
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  public func validate() throws {
    try labelLoss.requireFormula(at: "labelLoss")
    if let part { try SettingsError.require("part", part, in: 1...1000) }
    try SettingsError.require("centers", centers, in: 1...1000)
    try SettingsError.require("pairChannels", pairChannels, in: 1...65_536)
    try SettingsError.require("frequent", frequent, above: 0, below: 1)
    try SettingsError.require("from", from, in: StageLimits.places)
    try SettingsError.require("strength", strength, above: 0, to: 1)
    try SettingsError.require("centerWeight", centerWeight, from: 0, to: 1000)
    try SettingsError.require("variationWeight", variationWeight, from: 0, to: 1000)
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.experts == 1 else {
      throw SettingsError(
        "", "samples are made in a network of one expert; the model has \(inputs.experts)")
    }
    guard !inputs.mapChannels.isEmpty else {
      throw SettingsError(
        "", "the backbone gives no map to make samples in; expected one such as resnet32")
    }
    guard place(among: inputs.mapChannels) <= inputs.mapChannels.count else {
      throw SettingsError(
        "part",
        "the backbone has \(inputs.mapChannels.count) parts, found \(place(among: inputs.mapChannels))"
      )
    }
    let count = frequentClasses.members(classCounts: inputs.classCounts).count
    guard 1..<inputs.classCounts.count ~= count else {
      throw SettingsError(
        "frequent",
        "\(count) of \(inputs.classCounts.count) classes are frequent then; expected some, and not all"
      )
    }
    if let epochs = inputs.epochs, from >= epochs {
      throw SettingsError(
        "from",
        "no sample is made from epoch \(from) on in a stage of \(epochs) epochs; expected less")
    }
    try within("labelLoss") { try labelLoss.formula.validate(for: inputs) }
  }
}
