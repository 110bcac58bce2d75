import ArgumentParser
import ArrayFiles

/// The one file that a command writes.
struct OutputFileOptions: ParsableArguments {
  @Option(help: "The file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  /// - Throws: `FileProblem` for a file that is there and must stay.
  func check() throws(FileProblem) { try replacing.check(output) }
}
