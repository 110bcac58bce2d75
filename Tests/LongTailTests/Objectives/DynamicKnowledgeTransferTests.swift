import LongTailTesting
import LongTail
import TestSupport
import Testing
import Torch

struct DynamicKnowledgeTransferTests {
  /// The authors' weights, 10 and 1, on means over the classes.
  private static func official(_ classes: Int, form: DynamicKnowledgeTransfer.Form = .code)
    -> DynamicKnowledgeTransfer
  {
    DynamicKnowledgeTransfer(
      nonTarget: 10 / Double(classes), mutual: 1 / Double(classes), form: form)
  }

  private static func part(_ name: String, of values: LossValues) throws -> Tensor {
    try #require(values.parts.first { $0.name == name }).perSample
  }

  @Test(arguments: 0..<6)
  func `the three losses, their sum and their gradients are the authors'`(_ number: Int) throws {
    let fixtures = try ExpertFixtures.read()
    let expected = fixtures.shike[number]
    let logits = fixtures.logits(experts: expected.experts, ties: expected.ties)
    let labels = Tensor(fixtures.labels)
    let classes = fixtures.counts.count
    let loss = Self.official(classes)
    func values(_ logits: Tensor) -> LossValues {
      loss(expertOutputs(logits), labels, fixtures.context())
    }
    try fixtures.expect(logits, expected.crossEntropy, "cross-entropy") {
      try Self.part("cross-entropy", of: values($0))
    }
    try fixtures.expect(logits, expected.nonTarget, "non-target") {
      try Self.part("non-target", of: values($0)) / 10
    }
    try fixtures.expect(logits, expected.mutual, "mutual") {
      try Self.part("mutual", of: values($0))
    }
    try fixtures.expect(logits, expected.total, "total") { values($0).perSample }
    try fixtures.expect(logits, expected.balanced, "second stage") {
      BalancedSoftmax(experts: .sum)(expertOutputs($0), labels, fixtures.context()).perSample
    }
    let published = DynamicKnowledgeTransfer(nonTarget: 1, mutual: 0, form: .published)
    try fixtures.expect(logits, expected.published, "published form") {
      try Self.part(
        "non-target", of: published(expertOutputs($0), labels, fixtures.context()))
    }
  }

  /// Jin et al., CVPR 2023: C = 4, M = 3.
  @Test func `the losses are those of the specification`() throws {
    let values = PublishedVector.values(Self.official(4))
    func mean(_ name: String) throws -> Double {
      try Self.part(name, of: values).mean().item()
    }
    #expect(abs(try mean("cross-entropy") - 2.614161) < 5e-7)
    #expect(abs(try mean("non-target") - 24.843236) < 5e-6)
    #expect(abs(try mean("mutual") - 1.184855) < 5e-7)
    #expect(abs(values.perSample.mean().item() - 28.642252) < 5e-6)
    let whole = PublishedVector.values(DynamicKnowledgeTransfer(nonTarget: 1, mutual: 1))
    for (found, expected) in zip(
      try Self.part("mutual", of: whole).doubles, [3.9274, 5.5514])
    {
      #expect(abs(found - expected) < 5e-5)
    }
    for (found, expected) in zip(
      try Self.part("non-target", of: whole).doubles, [9.9779, 9.8967])
    {
      #expect(abs(found - expected) < 5e-5)
    }
    let published = PublishedVector.values(
      DynamicKnowledgeTransfer(nonTarget: 1, mutual: 0, form: .published))
    for (found, expected) in zip(
      try Self.part("non-target", of: published).doubles, [1.1406, 1.2300])
    {
      #expect(abs(found - expected) < 5e-5)
    }
    let second = PublishedVector.values(BalancedSoftmax(experts: .sum))
    #expect(abs(second.perSample.mean().item() - 2.985784) < 5e-7)
  }

  @Test func `each term can be switched off`() throws {
    let plain = PublishedVector.values(DynamicKnowledgeTransfer(nonTarget: 0, mutual: 0))
    let sum = PublishedVector.values(BalancedSoftmax(strength: 0, experts: .sum))
    #expect(relativeDistance(plain.perSample.doubles, sum.perSample.doubles) < 1e-14)
    #expect(plain.parts.map(\.name) == ["cross-entropy"])
    let mutual = PublishedVector.values(DynamicKnowledgeTransfer(nonTarget: 0, mutual: 0.25))
    #expect(mutual.parts.map(\.name) == ["cross-entropy", "mutual"])
  }

  @Test(arguments: DynamicKnowledgeTransfer.Form.allCases)
  func `gradients flow into both sides of every divergence`(
    _ form: DynamicKnowledgeTransfer.Form
  ) throws {
    let fixtures = try ExpertFixtures.read()
    let logits = fixtures.logits(experts: 3)
    let loss = DynamicKnowledgeTransfer(nonTarget: 1, mutual: 1, form: form)
    func value(_ logits: Tensor) -> Tensor {
      loss(expertOutputs(logits), Tensor(fixtures.labels), fixtures.context()).perSample
    }
    let found = try fixtures.step(logits, value)
    let error = gradientError(
      found.gradient,
      of: { point in
        withoutGradients { value(Tensor(point, shape: logits.shape)).mean().item() }
      }, at: logits.doubles)
    #expect(error < 1e-7)
  }

  @Test func `experts that agree are not pulled anywhere`() throws {
    let fixtures = try ExpertFixtures.read()
    let single = fixtures.logits(experts: 1)
    let logits = Tensor.concatenated([single, single, single], axis: 1)
    let loss = DynamicKnowledgeTransfer(nonTarget: 1, mutual: 1, form: .published)
    let values = loss(expertOutputs(logits), Tensor(fixtures.labels), fixtures.context())
    #expect(try Self.part("mutual", of: values).doubles.allSatisfy { abs($0) < 1e-14 })
    #expect(try Self.part("non-target", of: values).doubles.allSatisfy { abs($0) < 1e-14 })
  }

  @Test(arguments: [
    ("nonTarget", DynamicKnowledgeTransfer(nonTarget: -1, mutual: 0)),
    ("mutual", DynamicKnowledgeTransfer(nonTarget: 0, mutual: .infinity)),
  ])
  func `weights out of range name their key`(_ key: String, _ loss: DynamicKnowledgeTransfer) {
    let error = #expect(throws: SettingsError.self) { try loss.validate() }
    #expect(error?.key == key)
  }
}
