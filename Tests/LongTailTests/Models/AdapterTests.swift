import ArrayFiles
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Adapters on the tiny transformer against the code of LIFT (shijxcs/LIFT 661ead9), in float64. The tensors of block k's
/// adapter are numbered from 100 + 10 k.
struct AdapterTests {
  typealias Kind = TinyTransformer.Kind

  /// One adapter's tensors, in their order of numbers.
  private static let tensors: [String: [(String, Kind)]] = [
    "adaptformer": [
      ("ln.weight", .scale), ("ln.bias", .bias), ("down_proj.weight", .weight),
      ("down_proj.bias", .bias), ("up_proj.weight", .weight), ("up_proj.bias", .bias),
      ("scale", .scale),
    ],
    "lora": [("q_A", .weight), ("q_B", .weight), ("v_A", .weight), ("v_B", .weight)],
    "vpt-deep": [("prompts", .weight)],
    "ssf": ["qkv", "proj", "fc1", "fc2"].flatMap { name -> [(String, Kind)] in
      [("\(name).scale", .scale), ("\(name).shift", .bias)]
    },
  ]

  private static func clip(_ backbone: inout VisionTransformer) {
    backbone.epsilon = 1e-5
    backbone.normalizesFirst = true
    backbone.patchBias = false
    backbone.activation = .quickGELU
  }

  static func model(
    _ tuning: any Tuning, isCLIP: Bool = false, isFilled: Bool = true,
    classifier: any ClassifierHead = LinearClassifier(), dtype: DType = .float64
  ) throws -> ExpertModel {
    var settings = ModelSettings(
      backbone: TinyTransformer.backbone { if isCLIP { clip(&$0) } }, tuning: tuning)
    func chosen(_ head: some ClassifierHead) { settings.classifier = Chosen(head) }
    chosen(classifier)
    let model = try ExpertModel(
      settings, input: .picture(height: 16, width: 16, channels: 3), classes: 5, seed: 1,
      dtype: dtype)
    let kinds =
      tensors[type(of: tuning).name]
      ?? (tuning is SerialAdapter
        ? Array((tensors["adaptformer"] ?? []).dropLast()) : (tensors["vpt-deep"] ?? []))
    var state: [String: NumericArray] = [:]
    for (name, tensor) in model.store.tensors {
      state[name] = TinyTransformer.tensors[name] ?? tensor.numericArray()
      guard isFilled, name.contains(".adapter."), let block = Int(name.split(separator: ".")[1])
      else { continue }
      let place = try #require(kinds.firstIndex { name.hasSuffix(".adapter." + $0.0) }, "\(name)")
      state[name] = TinyTransformer.fill(100 + 10 * block + place, kinds[place].1, tensor.shape)
    }
    try model.store.load(state, from: "formula")
    return model
  }

  private func expect(
    _ found: [Double], _ expected: [Double], at location: SourceLocation = #_sourceLocation
  ) {
    for (index, value) in expected.enumerated() {
      #expect(abs(found[index] - value) < 1e-7, "\(index)", sourceLocation: location)
    }
  }

  @Test func `AdaptFormer is the authors'`() throws {
    expect(
      TinyTransformer.features(try Self.model(AdaptFormer(rank: 2))),
      [
        -0.32940087, -0.48223912, 1.13516734, -0.01076570, 1.22560487, -0.61050114, -0.86730483,
        -1.74349233, 0.06888153, 1.75911589, 0.69735659, -0.89335351,
      ])
    expect(
      TinyTransformer.features(try Self.model(AdaptFormer(rank: 2), isCLIP: true)),
      [0.68593342, 0.22812194, 1.59901594, 0.78265068])
  }

  @Test func `an adapter behind the network is the authors'`() throws {
    expect(
      TinyTransformer.features(try Self.model(SerialAdapter(rank: 2))),
      [-0.17598057, -0.43573678, 1.80343142, 0.00590541])
  }

  @Test func `LoRA is the authors'`() throws {
    expect(
      TinyTransformer.features(try Self.model(LowRankAdaptation(rank: 2))),
      [0.36523570, 0.38693989, 2.17452915, -0.35732081])
    expect(
      TinyTransformer.features(try Self.model(LowRankAdaptation(rank: 2), isCLIP: true)),
      [1.02590454, 0.83710468, 2.12113309, 0.73759798])
  }

  @Test func `prompts are the authors'`() throws {
    expect(
      TinyTransformer.features(try Self.model(DeepPrompts(prompts: 2))),
      [0.40571696, 0.28134546, 2.17754294, -0.25738433])
    expect(
      TinyTransformer.features(try Self.model(ShallowPrompts(prompts: 2))),
      [0.40700565, 0.28755361, 2.16585759, -0.27894679])
  }

  @Test func `scaling and shifting is the authors'`() throws {
    expect(
      TinyTransformer.features(try Self.model(ScalingAndShifting())),
      [0.82420202, 0.82115794, 2.35082071, -0.67374783])
  }

  @Test func `scaling and shifting the norms is doing so to their weights`() throws {
    let tuned = try Self.model(ScalingAndShifting(norms: true), isFilled: false)
    let bare = try TinyTransformer.model()
    withoutGradients {
      for (name, tensor) in tuned.store.tensors where name.contains(".adapter.") {
        let isScale = name.hasSuffix("scale")
        guard name.contains("adapter.norm") else {
          tensor.assignInPlace(Tensor.full(tensor.shape, isScale ? 1 : 0).to(.float64))
          continue
        }
        tensor.assignInPlace(Tensor.full(tensor.shape, isScale ? 1.5 : 0.25).to(.float64))
      }
      for (name, tensor) in bare.store.tensors where name.hasPrefix("blocks.") {
        guard name.contains(".norm1.") || name.contains(".norm2.") else { continue }
        tensor.assignInPlace(tensor * 1.5 + (name.hasSuffix("bias") ? 0.25 : 0))
      }
    }
    expect(TinyTransformer.features(tuned), TinyTransformer.features(bare))
  }

  @Test(
    arguments: [AdaptFormer(rank: 2), SerialAdapter(rank: 2), LowRankAdaptation(rank: 2)]
      as [any Tuning])
  func `fresh adapters leave every bit as it was`(_ tuning: any Tuning) throws {
    for dtype in [DType.float32, .float64] {
      let adapted = try Self.model(tuning, isFilled: false, dtype: dtype)
      let bare = try TinyTransformer.model(dtype: dtype)
      let pictures = TinyTransformer.pictures().to(dtype)
      let found = withoutGradients { adapted(pictures, .inference).features.doubles }
      #expect(found == withoutGradients { bare(pictures, .inference).features.doubles })
    }
  }

  @Test func `three steps of LIFT are the authors'`() throws {
    let model = try Self.model(AdaptFormer(rank: 2), classifier: CosineClassifier(scale: 25))
    let head = try #require(model.store.parameters.first { $0.name == "classifier.weight" }).tensor
    let weight = Tensor(try #require(TinyTransformer.tensors["head.weight"]))
    withoutGradients { head.assignInPlace(weight.transposed(0, 1)) }
    model.store.train {
      model.settings.tunes($0)
    }
    let trained = model.store.parameters.filter { model.settings.tunes($0.name) }
    let optimizer = SGDSettings(learningRate: 0.01, momentum: 0.9, weightDecay: 5e-4).make([
      ParameterGroup(parameters: trained, rateFactor: 1, weightDecay: 5e-4)
    ])
    let context = LossContext(classCounts: [50, 20, 10, 5, 2], epoch: 0, epochs: 1)
    var losses: [Double] = []
    func gradient(_ name: String) throws -> Tensor {
      try #require(trained.first { $0.name == name }?.tensor.gradient)
    }
    for step in 0..<3 {
      var outputs: ExpertOutputs?
      optimizer.step(rate: 0.01) {
        let found = model(TinyTransformer.pictures(), .training)
        let loss = BalancedSoftmax()(found, Tensor([1, 3]), context).perSample.mean()
        loss.backward()
        losses.append(loss.item())
        outputs = found
      }
      guard step == 0, let outputs else { continue }
      expect(
        outputs.logits.doubles,
        [3.68552360, -15.99554895, -15.26053693, 9.48559819, -2.47050868])
    }
    expect(losses, [12.06555610, 8.06058773, 4.42107041])
    let scales = try (0..<2).map { block in
      try #require(trained.first { $0.name == "blocks.\(block).adapter.scale" }).tensor.item()
    }
    expect(scales, [0.99781914, 1.05844752])
  }

  @Test func `as many parameters train as published`() throws {
    let tunings: [(any Tuning, [Int: Int])] = [
      (AdaptFormer(), [10: 46_104, 100: 101_436, 365: 175_212, 1000: 617_868, 8142: 4_749_324]),
      (SerialAdapter(), [100: 101_424]),
      (LowRankAdaptation(), [10: 36_864, 100: 147_456, 1000: 1_179_648]),
      (DeepPrompts(), [100: 92_160]), (ShallowPrompts(), [100: 7680]),
      (ScalingAndShifting(), [100: 165_888]), (ScalingAndShifting(norms: true), [100: 202_752]),
      (BiasTuning(), [100: 101_376]), (NormTuning(), [100: 36_864]), (LinearProbe(), [100: 0]),
      (FullTuning(), [100: 85_798_656]),
    ]
    for (tuning, counts) in tunings {
      for (classes, count) in counts {
        let model = try ExpertModel(
          ModelSettings(backbone: VisionTransformer(), tuning: tuning),
          input: .picture(height: 224, width: 224, channels: 3), classes: classes,
          store: ParameterStore(seed: 0, isOutline: true))
        let trained = model.store.parameters.filter {
          ExpertModel.isBackbone($0.name) && model.settings.tunes($0.name)
        }
        #expect(
          trained.reduce(0) { $0 + $1.tensor.count } == count,
          "\(type(of: tuning).name), \(classes) classes")
      }
    }
  }

  @Test func `adapters of transformers are refused for other networks`() {
    do {
      _ = try ExpertModel(
        ModelSettings(backbone: ResNet32(), tuning: AdaptFormer()),
        input: .picture(height: 32, width: 32, channels: 3), classes: 5, seed: 0)
      Issue.record("was taken")
    } catch {
      #expect((error as? SettingsError)?.key == "model.tuning")
    }
  }
}
