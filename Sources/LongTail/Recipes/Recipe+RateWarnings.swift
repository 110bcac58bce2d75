import Foundation

extension Recipe {
  /// What is unusual about the learning rates, for people: a rate that never comes down within its stage,
  /// although its schedule would lower it in a longer one. A schedule that is constant says so itself.
  public var rateWarnings: [String] {
    stages.indices.compactMap { index in
      guard index >= start?.stage ?? 0 else { return nil }
      return stages[index].rateWarning.map { "stage \(index + 1) (\(stages[index].name)): \($0)" }
    }
  }
}

extension Stage {
  var rateWarning: String? {
    guard fit == nil, let last = rates(0..<epochs).last, last > 0, !rateFalls else { return nil }
    let later = rates(epochs..<max(10 * epochs, 1000))
    let length = "\(epochs) \(epochs == 1 ? "epoch" : "epochs")"
    if let highest = later.max(), highest > last * (1 + 1e-9) {
      return "the learning rate is still rising at the end of \(length), to \(Self.short(last)) of "
        + "\(Self.short(highest)): the warm-up is longer than the stage"
    }
    guard let fall = later.firstIndex(where: { $0 < last * (1 - 1e-9) }) else { return nil }
    return
      "the learning rate stays at its highest, \(Self.short(last)), to the end: its schedule lowers it "
      + "from epoch \(epochs + fall + 1) on, the stage has \(length)"
  }

  /// Whether the rate of some epoch is below that of one before it.
  private var rateFalls: Bool {
    var highest = 0.0
    return rates(0..<epochs).contains { rate in
      defer { highest = max(highest, rate) }
      return rate < highest * (1 - 1e-9)
    }
  }

  private func rates(_ range: Range<Int>) -> [Double] {
    range.map {
      optimizer.settings.learningRate
        * schedule.schedule.factor(at: StageProgress(epoch: $0, epochs: epochs))
    }
  }

  private static func short(_ rate: Double) -> String { String(format: "%.4g", rate) }
}
