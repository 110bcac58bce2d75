import ArgumentParser
import LongTail

/// `--epochs`, for the commands that train.
enum EpochCount {
  /// - Throws: `ValidationError` for a length that no stage can have.
  static func validate(_ epochs: Int?) throws {
    let possible = StageLimits.epochs
    guard let epochs, !(possible ~= epochs) else { return }
    throw ValidationError(
      "--epochs is \(epochs); \(possible.lowerBound) to \(possible.upperBound) are possible")
  }
}
