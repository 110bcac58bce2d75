import ArgumentParser

/// Which weights of a file that holds several sets.
struct WeightSetOption: ParsableArguments {
  /// What the option says of itself, also where a command says more before it.
  static let explanation =
    "Which weights of a file with several: ema, raw, student, teacher …, or the place that list shows. "
    + "Averages come before raw weights when not given."

  @Option(help: ArgumentHelp(WeightSetOption.explanation, valueName: "name"))
  var weights: String?
}
