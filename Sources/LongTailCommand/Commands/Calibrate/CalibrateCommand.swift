import ArgumentParser

/// `longtail calibrate`
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Honest probabilities for any model, from files with its outputs.",
    discussion: """
      A folder of predictions holds logits.npy, labels.npy and, where there are any, features.npy and
      class_counts.json.

      Example:
        longtail calibrate compare --validation DIR --test DIR --train DIR --report report.html
      """,
    subcommands: [
      CalibrateFitCommand.self, CalibrateApplyCommand.self, CalibrateCompareCommand.self,
      CalibrateExportCommand.self,
    ])
}
