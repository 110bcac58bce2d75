import ArgumentParser
import Calibration
import Foundation
import LongTail
import Torch

/// The command line. Each verb is its own file in Commands/.
@main
struct LongTailTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "longtail",
    abstract:
      "From imbalanced data to a classifier whose every class and every probability counts.",
    discussion: """
      Results go to standard output, progress to standard error. Exit codes: 0 success, 1 failure,
      2 wrong usage, 3 a gate that was not passed.

      Example:
        longtail train balanced-softmax --data cifar100:DIR --imbalance-factor 100 --epochs 30
      """,
    version: Version.current,
    subcommands: [
      TrainCommand.self, FeaturesCommand.self, CompareCommand.self, EvaluateCommand.self,
      PredictCommand.self,
      ReportCommand.self, ExportCommand.self, DataCommand.self, CalibrateCommand.self,
      SetsCommand.self, PriorCommand.self, MetricsCommand.self, ListCommand.self,
      CheckpointCommand.self, DoctorCommand.self,
    ])

  static func main() {
    StandardStreams.prepare()
    LibTorch.releaseCodeOfStart()
    var command: any ParsableCommand
    do { command = try parseAsRoot() } catch {
      // What does not read is wrong usage, whatever the error is.
      exit(withError: told(error, whileReading: true))
    }
    do {
      try RepeatedOptions.refuse(Array(CommandLine.arguments.dropFirst()), of: type(of: command))
      if let executing = command as? any ExecutingCommand {
        executing.prepareThreads()
      } else {
        LibTorch.shareFreedMemory()
      }
      try command.run()
    } catch {
      exit(withError: told(error, from: type(of: command)))
    }
  }

  /// Tells what a command ended with: help and versions on standard output, errors on standard error.
  private static func told(
    _ error: any Error, whileReading: Bool = false, from command: (any ParsableCommand.Type)? = nil
  ) -> ExitCode {
    let code = exitCode(for: error)
    let message = message(of: error, from: command)
    guard code == .success else {
      if !message.isEmpty { StandardError.print(message) }
      let isUsage =
        whileReading || code == .validationFailure || error is UnknownName
        || error is SettingsError
      return isUsage ? ExitCode(2) : code
    }
    do {
      if !message.isEmpty { try StandardOutput.print(message) }
      return code
    } catch {
      return told(error)
    }
  }
}
