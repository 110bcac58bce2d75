/// Why training ended early.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss or a weight is NaN or infinite.
  case notFinite(stage: Int, epoch: Int, step: Int, what: String)
  /// Somebody asked to stop; all is saved.
  case stopped(stage: Int, epoch: Int, step: Int)
  /// Somebody asked to stop while no run of a comparison was carried out.
  case stoppedBetweenRuns

  /// Whether somebody asked for it.
  public var isStop: Bool {
    switch self {
    case .stopped, .stoppedBetweenRuns: true
    case .notFinite: false
    }
  }

  public var description: String {
    switch self {
    case .notFinite(let stage, let epoch, let step, let what):
      "\(what) is no longer finite at stage \(stage + 1), epoch \(epoch + 1), step \(step); "
        + "checkpoints saved before are intact; a smaller learning rate or a longer warm-up may help"
    case .stopped(let stage, let epoch, let step):
      "stopped and saved at stage \(stage + 1), epoch \(epoch + 1), step \(step)"
    case .stoppedBetweenRuns: "stopped"
    }
  }
}
