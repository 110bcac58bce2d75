import ArgumentParser
import ArrayFiles
import Foundation

/// Standard output, where results go: all of a result is written, or the command fails.
enum StandardOutput {
  /// Writes a text and a line end.
  ///
  /// - Throws: `FileProblem` when it cannot be written. When nobody reads any more, as after `| head`,
  ///   `ExitCode` 141: what a shell reports for a program that a closed pipe ended. It is no fault, so it
  ///   has no message.
  static func print(_ text: String) throws {
    let failure = StandardStreams.write(text + "\n", to: STDOUT_FILENO)
    switch failure {
    case 0: return
    case EPIPE: throw ExitCode(128 + SIGPIPE)
    case EBADF: throw FileProblem("standard output", "cannot write the result: it is closed")
    default: throw FileProblem.system("standard output", cannot: "write the result", code: failure)
    }
  }
}
