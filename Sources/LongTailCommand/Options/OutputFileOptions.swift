import ArgumentParser
import ArrayFiles
import Foundation

/// The one file that a command writes.
struct OutputFileOptions: ParsableArguments {
  @Option(help: "The file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  /// - Throws: `FileProblem` for a file that is there and must stay.
  func check() throws(FileProblem) { try replacing.check(output) }

  /// Writes a text, the whole file or nothing, and prints where it is.
  /// - Throws: `FileProblem` when it cannot be written; what a closed output throws.
  func write(_ text: String) throws {
    try AtomicFile.write(Data(text.utf8), to: output)
    try StandardOutput.print(output)
  }
}
