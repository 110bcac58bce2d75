import ArgumentParser

/// `longtail prior`
struct PriorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prior",
    abstract: "The class distribution of data without labels.",
    discussion: """
      Example:
        longtail prior estimate --validation DIR --logits unlabelled.npy --output prior.json
      """,
    subcommands: [PriorEstimateCommand.self, PriorMergeCommand.self])
}
