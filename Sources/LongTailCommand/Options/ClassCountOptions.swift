import ArgumentParser

/// Training images per class, for the commands that measure groups.
struct ClassCountOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Training images per class: a JSON array of integers or an object from class to integer, or an array file. Groups come from it.",
      valueName: "file"), transform: PathArgument.path)
  var classCounts: String?
}
