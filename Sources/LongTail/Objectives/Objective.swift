public import Torch

/// A training objective as a recipe names it: its settings, and what it asks of a stage.
///
/// A loss that is a formula and nothing else is a ``LossFunction``. What needs more than the network's answers
/// and the labels (parameters of its own, several views, a memory) is an objective that ``make(for:)`` makes
/// when a stage begins and that lives as long as the stage.
public protocol ObjectiveSettings: CatalogItem {
  /// The objective itself. Its parameters and its state are born below the site's root.
  func make(for site: StageSite) -> any Objective
  /// The class prior that each expert's softmax then estimates probabilities under, each with sum 1; `nil`
  /// where the objective does not give each its own.
  func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]?
  /// λ: the network's softmax estimates class probabilities under the prior ∝ π^λ, π being the class
  /// distribution of the training samples; 1 for cross-entropy, 0 for a uniform prior.
  var priorExponent: Double { get }
  /// The same objective for a stage whose length changed.
  func scaled(from published: Int, to epochs: Int) -> Self
  /// How many streams the network sees in a step, one for each expert; 1 when all experts see the same batch.
  var branches: Int { get }
  /// How many views of a batch it can work with.
  var views: ClosedRange<Int> { get }
  /// The last so many views are for companions alone; the network that learns does not see them.
  var companionViews: Int { get }
  /// How often it asks the network about as many inputs as the batch has, beside the batch itself.
  var furtherPasses: Int { get }
  /// How many streams it takes for itself, beside those that the network and the mixing see: the last ones of a step.
  var furtherStreams: Int { get }
  /// Whether it says which samples a step has (``Objective/chosenSamples(_:at:)``): one of a stage at most. The stage's
  /// sampler then says how many an epoch has.
  var choosesSamples: Bool { get }
  /// Whether it adds samples to the network's map of a batch (``Objective/insertion(_:at:)``): one of a stage at most, whose
  /// network has one expert.
  var insertsSamples: Bool { get }
  /// Of so many experts, those whose own parts take what all share as constants: nothing that they learn goes back into it.
  func detachedExperts(of experts: Int) -> Set<Int>
  /// What multiplies the learning rate of the parameters below some paths, where no rule of the stage says it.
  func rateFactors(classCounts: [Int], experts: Int) -> [String: Double]
  /// Whether a sample's loss depends on what the network gave for that sample alone, and of the others on no more than
  /// their labels: it can then be computed for parts of a batch one after the other (``Recipe/accumulation``).
  var isPerSample: Bool { get }
  /// Names of the companions that it asks, such as ``Teacher/name``. A stage has to have each of them, and none that
  /// no objective asks.
  var companions: [String] { get }
  /// How much it softens the labels of each class, its own shape beside others that it might have; none where it
  /// takes labels as they are, or softens all alike.
  func smoothingShapes(classCounts: [Int]) -> [SmoothingShape]
  /// - Throws: ``SettingsError`` for settings that do not fit the network or the data, under their key in
  ///   the objective; an empty one is the objective itself.
  func validate(for inputs: LossInputs) throws
}

extension ObjectiveSettings {
  public func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]? { nil }
  public var priorExponent: Double { 1 }
  public func scaled(from published: Int, to epochs: Int) -> Self { self }
  public var branches: Int { 1 }
  public var views: ClosedRange<Int> { 1...1 }
  public var companionViews: Int { 0 }
  public var furtherPasses: Int { 0 }
  public var furtherStreams: Int { 0 }
  public var choosesSamples: Bool { false }
  public var insertsSamples: Bool { false }
  public func detachedExperts(of experts: Int) -> Set<Int> { [] }
  public func rateFactors(classCounts: [Int], experts: Int) -> [String: Double] { [:] }
  public var isPerSample: Bool { false }
  public var companions: [String] { [] }
  public func smoothingShapes(classCounts: [Int]) -> [SmoothingShape] { [] }
  public func validate(for inputs: LossInputs) throws {}
  /// Whether it compares with a teacher's logits.
  public var usesTeacher: Bool { companions.contains(Teacher.name) }
  /// Whether the network's softmax then estimates class probabilities under a uniform prior.
  public var targetsUniformPrior: Bool { abs(priorExponent) < 1e-9 }
}

/// A training objective at work: what a stage minimises, or a part of it.
///
/// All that its answers depend on beside the step lies in tensors that were born below its site's root. They
/// are saved with a checkpoint under their names, and a resumed run has them again.
public protocol Objective: AnyObject {
  /// The stage is about to take its first step, and can be asked what the network says about all samples. What the objective
  /// keeps of it lies in its tensors; a stage that is resumed has them, and does not ask again.
  func prepare(_ answers: StageAnswers) throws
  /// The loss of each sample of the first stream. It may be asked twice for one step, by an optimizer that
  /// takes two gradients, so it changes nothing that the second answer depends on.
  func loss(_ step: ObjectiveStep) -> LossValues
  /// Positions in the training part of the samples that the step at a moment is to have, `count` of them, where it
  /// chooses them. They follow from the seed, the moment and what it remembers.
  func chosenSamples(_ count: Int, at progress: StageProgress) -> [Int]
  /// What is done on its way to the map of a batch with the labels `[batch]`, where the objective adds samples. The answers
  /// to these are the step's ``ObjectiveStep/inserted``.
  func insertion(_ labels: Tensor, at progress: StageProgress) -> MapInsertion?
  /// The weights have moved: the time to take the step's samples into a memory. Gradients are off.
  func finish(_ step: ObjectiveStep)
  /// An epoch has ended: the time to ask how far the network has come. Gradients are off.
  func finishEpoch(_ answers: StageAnswers) throws
}

extension Objective {
  public func prepare(_ answers: StageAnswers) throws {}
  public func insertion(_ labels: Tensor, at progress: StageProgress) -> MapInsertion? { nil }
  public func finishEpoch(_ answers: StageAnswers) throws {}
  public func chosenSamples(_ count: Int, at progress: StageProgress) -> [Int] {
    preconditionFailure("\(Self.self) chooses no samples")
  }
  public func finish(_ step: ObjectiveStep) {}
}

/// A loss for every sample of a batch; the trainer weights and averages.
public struct LossValues {
  /// `[batch]`, in nats.
  public let perSample: Tensor
  /// Named parts of it for the log, each `[batch]`.
  public let parts: [(name: String, perSample: Tensor)]

  /// The loss of each sample, `[batch]` in nats, and parts of it under their names in the log.
  public init(_ perSample: Tensor, parts: [(name: String, perSample: Tensor)] = []) {
    self.perSample = perSample
    self.parts = parts
  }
}
