/// Lines for the reader on standard error.
enum Remarks {
  static func print(_ lines: [String]) {
    for line in lines { StandardError.print(line) }
  }

  static func warn(_ lines: [String]) { print(lines.map { "warning: " + $0 }) }
}
