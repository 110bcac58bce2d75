import Torch

/// The student's loss at work: where each sample begins, and what each expert counts.
final class SelfPacedObjective: Objective {
  private let settings: SelfPacedDistillation
  /// Classes of each group, ascending, `[classes of the group]` each.
  private let groups: [Tensor]
  private let groupOfClass: [Int]
  /// Smallest q of each group's samples.
  private let floors: [Double]
  private let classCounts: [Int]
  /// q of each training sample, by position.
  private let starts: Tensor
  /// w of each expert.
  private let weights: Tensor

  init(_ settings: SelfPacedDistillation, for site: StageSite) {
    self.settings = settings
    classCounts = site.classCounts
    let groups = settings.groups(classCounts: site.classCounts)
    self.groups = groups.map { Tensor($0, device: site.device) }
    var groupOfClass = site.classCounts.map { _ in 0 }
    for (index, members) in groups.enumerated() {
      for label in members { groupOfClass[label] = index }
    }
    self.groupOfClass = groupOfClass
    let means = groups.map { members in
      Double(members.reduce(0) { $0 + site.classCounts[$1] }) / Double(members.count)
    }
    floors = means.map { (means.last ?? 1) / $0 }
    starts = site.root.buffer(
      "starts", [site.classCounts.reduce(0, +)], fill: 1, dtype: .float64)
    weights = site.root.buffer("weights", [groups.count], fill: 1, dtype: .float64)
  }

  func prepare(_ answers: StageAnswers) throws {
    guard settings.curriculum else { return }
    var positions = [[Int]](repeating: [], count: classCounts.count)
    var confidences = [[Double]](repeating: [], count: classCounts.count)
    var position = 0
    try answers.visitTraining { outputs, labels in
      let ofLabels = self.confidences(outputs, labels)
      for (label, confidence) in zip(labels, ofLabels) {
        positions[label].append(position)
        confidences[label].append(confidence)
        position += 1
      }
    }
    var starts = [Double](repeating: 1, count: self.starts.count)
    for (label, own) in confidences.enumerated() {
      let brought = SelfPacedDistillation.starts(own, floor: floors[groupOfClass[label]])
      for (place, value) in zip(positions[label], brought) { starts[place] = value }
    }
    self.starts.assignInPlace(Tensor(starts, device: self.starts.device))
  }

  /// The probability of each sample's label among the classes of its group, by that group's expert.
  private func confidences(_ outputs: ExpertOutputs, _ labels: [Int]) -> [Double] {
    let logarithms = groups.enumerated().map { index, members in
      (logits(outputs, of: index).to(.float64).logSoftmax(axis: 1), members.ints)
    }
    let values = logarithms.map { $0.0.exp().doubles }
    return labels.enumerated().map { sample, label in
      let group = groupOfClass[label]
      let members = logarithms[group].1
      guard let place = members.firstIndex(of: label) else { return 0 }
      return values[group][sample * members.count + place]
    }
  }

  /// Logits of a group's expert for its classes, `[batch, classes of the group]`.
  private func logits(_ outputs: ExpertOutputs, of group: Int) -> Tensor {
    outputs.logits.selected(axis: 1, at: group + 1).detached()
      .indexSelected(axis: 1, groups[group])
  }

  func finishEpoch(_ answers: StageAnswers) throws {
    var samples = [Double](repeating: 0, count: groups.count)
    var students = samples
    var experts = samples
    let members = groups.map(\.ints)
    try answers.visitValidation { outputs, labels in
      let student = outputs.logits.selected(axis: 1, at: 0).argMax(axis: 1).ints
      let expert = groups.indices.map { logits(outputs, of: $0).argMax(axis: 1).ints }
      for (sample, label) in labels.enumerated() {
        let group = groupOfClass[label]
        samples[group] += 1
        if student[sample] == label { students[group] += 1 }
        if members[group][expert[group][sample]] == label { experts[group] += 1 }
      }
    }
    let found = groups.indices.map { group in
      samples[group] == 0
        ? 1
        : settings.weight(
          student: students[group] / samples[group], expert: experts[group] / samples[group])
    }
    weights.assignInPlace(Tensor(found, device: weights.device))
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let outputs = step.outputs[0]
    let student = outputs.logits.selected(axis: 1, at: 0)
    let labels = step.weighted(labelLosses(student, step), labels: step.labels)
    guard settings.weight > 0 else { return LossValues(labels) }
    let distilled = groups.indices.map { group in
      let expert = (logits(outputs, of: group) / settings.temperature).logSoftmax(axis: 1)
      let own = (student.indexSelected(axis: 1, groups[group]) / settings.temperature)
        .logSoftmax(axis: 1)
      return divergence(
        from: expert.unsqueezed(axis: 1), to: own.unsqueezed(axis: 1))
        * weights.selected(axis: 0, at: group).to(own.dtype)
    }
    let sum = distilled.dropFirst().reduce(distilled[0], +) * settings.weight
    let distillation = step.weighted(sum, labels: step.labels)
    return LossValues(
      labels + distillation,
      parts: [("labels", labels.detached()), ("distillation", distillation.detached())])
  }

  /// The loss of each sample's label, at its pace.
  private func labelLosses(_ student: Tensor, _ step: ObjectiveStep) -> Tensor {
    func losses(_ logits: Tensor) -> Tensor {
      expertLogLosses(logits.unsqueezed(axis: 1), step.labels).squeezed(axis: 1)
    }
    guard settings.curriculum else { return losses(student) }
    let start = starts.indexSelected(
      axis: 0, Tensor(step.streams[0].positions, device: step.device))
    let pace = settings.pace(
      start, epoch: step.progress.epoch, epochs: step.progress.epochs
    ).to(student.dtype)
    return settings.form == .code
      ? losses(student * pace.unsqueezed(axis: 1)) : losses(student) * pace
  }
}
