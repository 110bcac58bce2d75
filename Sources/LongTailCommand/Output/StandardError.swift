import Foundation

/// Standard error, where progress, warnings and errors go. That nobody can read them changes no result, so
/// a failed write is no failure of the command.
enum StandardError {
  /// Writes a text and a line end.
  static func print(_ text: String) { write(text + "\n") }

  /// Writes a text as it is.
  static func write(_ text: String) { _ = StandardStreams.write(text, to: STDERR_FILENO) }
}
