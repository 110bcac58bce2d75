import ArgumentParser
import Calibration
import Foundation

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
      TrainCommand.self, CompareCommand.self, EvaluateCommand.self, PredictCommand.self,
      ReportCommand.self, DataCommand.self, CalibrateCommand.self, MetricsCommand.self,
      ListCommand.self, CheckpointCommand.self, DoctorCommand.self,
    ])

  static func main() {
    // A limit on file sizes then shows as a write that fails and names the file, not as a silent end.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard exitCode(for: error) == .validationFailure || error is UnknownName else {
        exit(withError: error)
      }
      FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
      exit(withError: ExitCode(2))
    }
  }
}

/// The version of the tool and the library.
enum Version {
  static let current = "0.1.0"
}
