import ArgumentParser
import LongTail

extension TrainingDisplay {
  /// Carries out what somebody may stop.
  /// - Parameters:
  ///   - advice: what to tell then, which is how to go on.
  ///   - work: trains.
  /// - Returns: what the work returns.
  /// - Throws: `ExitCode` 130 after a stop; what else the work throws.
  func untilStopped<Value>(_ advice: String, _ work: () throws -> Value) throws -> Value {
    do { return try work() } catch let error as TrainingError {
      guard error.isStop else { throw error }
      noted("\(error)\n\(advice)")
      throw ExitCode(130)
    }
  }
}
