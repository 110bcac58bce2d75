public import Torch

/// `L(z, y) + w τ² KL(softmax(t/τ) ‖ softmax(z/τ))`: any loss of the labels, and a teacher's logits t beside
/// them (Hinton, Vinyals, Dean, 2015).
///
/// The teacher is the stage's; its logits are the mean of its experts'.
public struct KnowledgeDistillation: LossFunction {
  public static let name = "knowledge-distillation"
  public static let summary = "another loss, and the softened answers of a teacher"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// Which of the student's logits are compared with the teacher's.
  public enum Student: String, Sendable, CaseIterable {
    /// Those that the labels are compared with: the mean over the experts, or BBN's weighted sum.
    case ensemble
    /// Each expert's; the divergences are averaged.
    case each
  }

  /// The loss of the labels.
  public var labelLoss = Chosen<Losses>(CrossEntropy())
  /// Factor of the loss of the labels, in [0, 1000].
  public var labelWeight = 1.0
  /// w, in [0, 1000].
  public var weight = 1.0
  /// τ, in [0.01, 1000].
  public var temperature = 1.5
  /// Which logits are compared with the teacher's; those that the labels are compared with by default.
  public var student = Student.ensemble
  /// How often the whole counts: `sum` counts it once for each expert, as RIDE's code does.
  public var experts = ExpertReduction.mean

  public init() {}

  public init(
    _ labelLoss: some LossFunction, labelWeight: Double = 1, weight: Double = 1,
    temperature: Double = 1.5, student: Student = .ensemble, experts: ExpertReduction = .mean
  ) {
    self.labelLoss = Chosen(labelLoss)
    self.labelWeight = labelWeight
    self.weight = weight
    self.temperature = temperature
    self.student = student
    self.experts = experts
  }

  /// The loss of the labels, which ``validate()`` has made sure is a formula.
  private var formula: any LossFunction { labelLoss.formula }

  public var companions: [String] { [Teacher.name] + formula.companions }
  public var branches: Int { formula.branches }
  public var isPerSample: Bool { formula.isPerSample }
  public func answers(
    _ outputs: ExpertOutputs, _ context: LossContext
  ) -> (logits: Tensor, share: Double) { formula.answers(outputs, context) }
  public func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]? {
    formula.expertPriors(classCounts: classCounts, experts: experts)
  }
  public var priorExponent: Double { formula.priorExponent }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    guard let teacherLogits = outputs.teacherLogits else {
      preconditionFailure("distillation without a teacher's logits")
    }
    let repeats = experts == .sum ? Double(outputs.experts) : 1
    let own = formula(outputs, labels, context)
    let classification = own.perSample * (labelWeight * repeats)
    let teacher = (teacherLogits.to(outputs.logits.dtype) / temperature).logSoftmax(axis: 1)
      .unsqueezed(axis: 1).detached()
    let (answers, share) = answers(outputs, context)
    let students = student == .each ? outputs.logits : answers.unsqueezed(axis: 1)
    let apart = divergence(from: teacher, to: (students / temperature).logSoftmax(axis: 2))
    let factor = share * weight * temperature * temperature * repeats / Double(students.shape[1])
    let distillation = apart * factor
    return LossValues(
      classification + distillation,
      parts: own.parts + [("labels", classification), ("distillation", distillation)])
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  public func validate() throws {
    try SettingsError.require("weight", weight, from: 0, to: 1000)
    try SettingsError.require("labelWeight", labelWeight, from: 0, to: 1000)
    try SettingsError.require("temperature", temperature, from: 0.01, to: 1000)
    guard let loss = labelLoss.item as? any LossFunction else {
      throw SettingsError(
        "labelLoss",
        "\(labelLoss.name) is more than a formula of the labels; add it to "
          + "additionalLosses, and expected one such as cross-entropy")
    }
    guard !loss.usesTeacher else {
      throw SettingsError("labelLoss", "\(labelLoss.name) asks a teacher itself")
    }
    guard student == .ensemble || loss.branches == 1 else {
      throw SettingsError(
        "student",
        "each expert has a batch of its own with \(labelLoss.name); expected ensemble")
    }
    try within("labelLoss") { try loss.validate() }
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.hasTeacher else {
      throw SettingsError(
        "", "distillation needs a teacher; give the stage one: teacher={path: RUN}")
    }
    try within("labelLoss") { try formula.validate(for: inputs) }
  }
}

extension KnowledgeDistillation.Student: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "student")
  }
}
