import LongTail
import TestSupport
import Torch

/// `imagenet_network_fixtures.json`: what PyTorch 2.13.0 gives in float64
/// (Tests/Fixtures/imagenet_network_fixtures.py).
struct ImageNetNetworkFixtures: Decodable {
  struct Step: Decodable {
    let network: String
    let widths: [Int]
    let experts: Int
    /// Shapes by torchvision's names, or RIDE's where there are several experts.
    let state: [String: [Int]]
    /// `[batch, experts, classes]`
    let inference: [Double]
    let training: ExpertNetworkFixtures.Training
  }

  /// For 1000 classes and pictures of 224×224.
  struct Counts: Decodable {
    let network: String
    let widths: [Int]
    let experts: Int
    let parameters: Int
    let multiplyAdds: Int
  }

  let classes: Int
  let size: Int
  let labels: [Int]
  let offset: Double
  let steps: [Step]
  let counts: [Counts]

  static func read() throws -> ImageNetNetworkFixtures {
    try fixture("imagenet_network_fixtures", as: ImageNetNetworkFixtures.self)
  }

  func pictures(dtype: DType) -> Tensor {
    ExpertNetworkFixtures.pictures(labels.count, size: size, offset: offset, dtype: dtype)
  }

  func network(_ step: Step, dtype: DType) throws -> LoadedNetwork {
    try LoadedNetwork(
      Self.settings(step.network, widths: step.widths, experts: step.experts),
      state: ExpertNetworkFixtures.state(step.state),
      input: .picture(height: size, width: size, channels: 3), classes: classes, dtype: dtype)
  }

  /// A linear classifier for one expert, cosine ones for several.
  static func settings(_ network: String, widths: [Int], experts: Int) throws -> ModelSettings {
    var settings =
      experts == 1
      ? ModelSettings() : ModelSettings(classifier: CosineClassifier(), experts: experts)
    let backbone = try Backbones.type(named: network).init()
    guard var resnet = backbone as? any ImageNetResNet else {
      throw SettingsError("model.backbone", "\(network) is no network for large pictures")
    }
    resnet.widths = widths
    settings.backbone = Chosen(resnet)
    return settings
  }
}
