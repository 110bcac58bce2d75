import Torch

/// A student that learns from labels, the easier samples of frequent classes first, and from experts on groups of classes,
/// from each as long as it knows more (Xiang, Ding, Han, ECCV 2020: LFME, section 3):
///
///     CE(v z, y) + Σ_l w_l KL(softmax(t^l / τ) ‖ softmax(z / τ))     over the classes of group l
///
/// The first of the network's experts is the student, with the logits z; the others are the experts l, with the logits t^l.
/// They stay as they are, and nothing goes back into them. Groups are ``ClassRanks``, most frequent classes first.
///
/// With A the accuracies of student and expert on the validation samples of group l, as the epoch before left them, and
/// r = A_student / A_expert, `w_l = 1` while r < θ, and `max(0, (1 − r) / (1 − θ))` from there on. The student's are among
/// all classes and 0 at first, the expert's among those of its group.
///
/// A sample's v begins at its q and comes to 1 by the middle of the stage, `v = q + (1 − q) e / (E / 2)` in the epoch e, from
/// 0, of E. q is the probability that its expert gives to its label, brought to [f, 1] within its class; f is the mean count
/// of the rarest group's classes over that of its own group's, so that rare classes count wholly from the beginning.
public struct SelfPacedDistillation: ObjectiveSettings {
  public static let name = "self-paced-distillation"
  public static let summary =
    "labels, easy samples first, and experts on groups of classes as long as they know more"

  /// What v multiplies.
  public enum Form: String, Sendable, CaseIterable {
    /// The loss of the labels; v stays at 1 from the middle of the stage on.
    case published
    /// The logits that the labels are compared with; v goes on growing, up to 2 − q.
    case code
  }

  /// What v multiplies; as in the authors' code by default.
  public var form = Form.code
  /// Where groups end, as shares of all classes, ascending and each in (0, 1): one less than there are groups.
  public var bounds = [0.35, 0.7]
  /// θ, in [0, 1).
  public var threshold = 0.3
  /// τ, in [0.01, 1000].
  public var temperature = 2.0
  /// What multiplies the experts' part, in [0, 1000]; 0 leaves it out.
  public var weight = 1.0
  /// Whether samples have a v; all of them count alike otherwise.
  public var curriculum = true

  public init() {}

  public init(
    form: Form = .code, bounds: [Double] = [0.35, 0.7], threshold: Double = 0.3,
    temperature: Double = 2, weight: Double = 1, curriculum: Bool = true
  ) {
    self.form = form
    self.bounds = bounds
    self.threshold = threshold
    self.temperature = temperature
    self.weight = weight
    self.curriculum = curriculum
  }

  public func make(for site: StageSite) -> any Objective {
    SelfPacedObjective(self, for: site)
  }

  /// w of an expert.
  public func weight(student: Double, expert: Double) -> Double {
    if student < threshold * expert { return 1 }
    // An expert that is never right has nothing to give.
    return expert > 0 ? max(0, (1 - student / expert) / (1 - threshold)) : 0
  }

  /// v of samples whose q is given, `[batch]`.
  func pace(_ start: Tensor, epoch: Int, epochs: Int) -> Tensor {
    let share = Double(epoch) / (Double(max(1, epochs)) / 2)
    let pace = start + (1 - start) * share
    return form == .published ? pace.clamped(max: 1) : pace
  }

  /// q of the samples of one class, from the probabilities of their labels.
  static func starts(_ confidences: [Double], floor: Double) -> [Double] {
    guard let least = confidences.min(), let most = confidences.max(), most > least else {
      return confidences.map { _ in 1 }
    }
    return confidences.map { floor + (1 - floor) * ($0 - least) / (most - least) }
  }

  /// Classes of each group, for a network's classes.
  func groups(classCounts: [Int]) -> [[Int]] {
    ClassRanks.groups(endingAt: bounds).map { $0.members(classCounts: classCounts) }
  }

  public func validate() throws {
    try SettingsError.require("threshold", threshold, from: 0, below: 1)
    try SettingsError.require("temperature", temperature, from: 0.01, to: 1000)
    try SettingsError.require("weight", weight, from: 0, to: 1000)
    for (index, bound) in bounds.enumerated() {
      try SettingsError.require("bounds.\(index)", bound, above: 0, below: 1)
      guard index == 0 || bound > bounds[index - 1] else {
        throw SettingsError(
          "bounds.\(index)",
          "expected a share above the one before it, \(bounds[index - 1]), found \(bound)")
      }
    }
  }

  public func validate(for inputs: LossInputs) throws {
    let groups = groups(classCounts: inputs.classCounts)
    guard inputs.experts == groups.count + 1 else {
      throw SettingsError(
        "bounds",
        "\(groups.count) groups of classes are for a student and \(groups.count) experts; the model has "
          + "\(inputs.experts) (model.experts)")
    }
    if let empty = groups.firstIndex(where: \.isEmpty) {
      throw SettingsError(
        "bounds",
        "group \(empty + 1) of \(groups.count) has none of \(inputs.classCounts.count) classes")
    }
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes samples, and a sample's pace is its own; expected mixing=none")
    }
  }
}

extension SelfPacedDistillation.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of the curriculum")
  }
}
