import ArgumentParser

/// The command line. Each verb is its own file in Commands/.
@main
struct LongTailTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "longtail",
    abstract: "From imbalanced data to a classifier whose every class and every probability counts.",
    discussion: """
      Results go to standard output, progress to standard error. Exit codes: 0 success, 1 failure,
      2 wrong usage, 3 a gate that was not passed.

      Example:
        longtail train balanced-softmax --data cifar100:DIR --imbalance-factor 100 --epochs 30
      """,
    version: Version.current,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, ReportCommand.self, DataCommand.self,
      ListCommand.self, CheckpointCommand.self, DoctorCommand.self,
    ])
}

/// The version of the tool and the library.
enum Version {
  static let current = "0.1.0"
}
