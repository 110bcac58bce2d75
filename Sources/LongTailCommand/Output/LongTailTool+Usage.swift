import ArgumentParser

extension LongTailTool {
  /// What is said of an error.
  ///
  /// Of options that do not fit the parser says the usage of their command, but only while it reads them; what a
  /// command finds when it runs gets the same form here.
  /// - Parameters:
  ///   - error: what went wrong.
  ///   - command: what was running; `nil` while arguments are read.
  /// - Returns: the whole message; empty for what says nothing.
  static func message(
    of error: any Error, from command: (any ParsableCommand.Type)?
  ) -> String {
    guard let command, let error = error as? ValidationError else { return fullMessage(for: error) }
    let usage = usageString(for: command)
    let name = usage.split(separator: " ").prefix { $0.first?.isLetter == true }
    return """
      Error: \(error.message)
      Usage: \(usage)
        See '\(name.joined(separator: " ")) --help' for more information.
      """
  }
}
