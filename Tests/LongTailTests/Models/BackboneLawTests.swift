import ArrayFiles
import LongTail
import TestSupport
import Testing
import Torch

/// What every backbone must do.
struct BackboneLawTests {
  /// VGG-19 and ConvNeXt halve five times.
  private static func shape(_ name: String) -> InputShape {
    ["vgg19", "convnext"].contains(name)
      ? .picture(height: 34, width: 32, channels: 3) : .picture(height: 14, width: 12, channels: 3)
  }

  private func settings(_ name: String, experts: Int) throws -> ModelSettings {
    var settings = ModelSettings(experts: experts)
    settings.backbone = try Chosen(named: name)
    if var large = settings.backbone.backbone as? any ImageNetResNet {
      // The laws do not depend on widths, and 60 million parameters would take long.
      large.widths = [16, 16, 24, 32]
      settings.backbone = Chosen(large)
    }
    if settings.backbone.backbone is ConvNeXt {
      settings.backbone = Chosen(ConvNeXt(depths: [1, 1, 2, 1], widths: [8, 12, 16, 24]))
    }
    if settings.backbone.backbone is VisionTransformer {
      settings.backbone = Chosen(VisionTransformer(width: 12, depth: 2, heads: 3, patch: 2))
    }
    return settings
  }

  private func pictures(_ name: String) -> Tensor {
    guard case .picture(let height, let width, let channels) = Self.shape(name) else {
      preconditionFailure("no pictures")
    }
    var random = CounterBasedGenerator(seed: 9)
    let shape = [4, channels, height, width]
    return Tensor((0..<shape.reduce(1, *)).map { _ in random.normal() }, shape: shape)
      .to(.float32).channelsLast()
  }

  @Test(arguments: Backbones.names, [1, 3])
  func `every parameter gets a gradient`(_ name: String, _ experts: Int) throws {
    let model = try ExpertModel(
      settings(name, experts: experts), input: Self.shape(name), classes: 5, seed: 2)
    // Attention begins with filters of 0, behind which nothing has a gradient.
    for (name, tensor) in model.store.parameters where name.hasSuffix("conv_mask.weight") {
      withoutGradients { tensor.fillInPlace(0.1) }
    }
    let outputs = model(pictures(name), .training)
    let context = LossContext(classCounts: [1, 1, 1, 1, 1], epoch: 0, epochs: 1)
    CrossEntropy()(outputs, Tensor([0, 1, 2, 4]), context).perSample.mean().backward()
    for (name, tensor) in model.store.parameters {
      let gradient = try #require(tensor.gradient, "\(name)")
      let size = gradient.abs().sum().item()
      #expect(size > 0 && size.isFinite, "\(name)")
    }
  }

  @Test(arguments: Backbones.names)
  func `features are as wide as announced`(_ name: String) throws {
    let settings = try settings(name, experts: 1)
    let model = try ExpertModel(settings, input: Self.shape(name), classes: 5, seed: 2)
    let width = settings.backbone.backbone.featureWidth(for: Self.shape(name))
    #expect(model(pictures(name), .inference).features.shape == [4, 1, width])
  }

  @Test(arguments: Backbones.names)
  func `inference changes no state and treats each sample alone`(_ name: String) throws {
    let model = try ExpertModel(
      settings(name, experts: 1), input: Self.shape(name), classes: 5, seed: 2)
    let before = model.store.state().map(\.array.bytes)
    let all = model(pictures(name), .inference).logits.doubles
    let one = model(pictures(name).narrowed(axis: 0, from: 2, count: 1), .inference).logits.doubles
    // Beside the row's length: small logits of deep networks are differences of large numbers.
    #expect(relativeDistance(one, Array(all[10..<15])) < 5e-4)
    #expect(model.store.state().map(\.array.bytes) == before)
  }
}
