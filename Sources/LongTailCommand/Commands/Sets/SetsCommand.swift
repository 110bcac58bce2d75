import ArgumentParser

/// `longtail sets`
struct SetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sets",
    abstract:
      "Several classes where one is not sure: sets that hold the true class as often as promised.",
    discussion: """
      The validation folder holds logits.npy (or probabilities.npy), labels.npy and, where there is one,
      class_counts.json, of samples that the model was not trained on.

      Example:
        longtail sets compare --validation DIR --test DIR --alpha 0.1 --report report.html
      """,
    subcommands: [
      SetsFitCommand.self, SetsApplyCommand.self, SetsCompareCommand.self, SetsAbstainCommand.self,
      SetsExportCommand.self,
    ])
}
