import ArgumentParser
import LongTail

/// Which runs a comparison is made of.
struct GridOptions: ParsableArguments {
  @Argument(help: "Methods, apart or with commas; `longtail list methods` shows them.")
  var methods: [String]

  @Option(
    help: ArgumentHelp(
      "Imbalance factors, such as 10,50,100. Without them the data are taken as they are.",
      valueName: "factors"))
  var imbalanceFactors: String?

  @Option(help: ArgumentHelp("Seeds: 0..2 or 0,1,5.", valueName: "seeds"))
  var seeds = "0"

  /// - Throws: `UnknownName` for a method, `ValidationError` for lists that do not read.
  func grid() throws -> ComparisonGrid {
    try ComparisonGrid(named: methods, factors: imbalanceFactors, seeds: seeds)
  }
}
