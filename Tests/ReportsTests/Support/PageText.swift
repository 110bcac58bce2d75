import Testing

/// The text of a page, too long to be printed with a failure.
struct PageText: CustomTestStringConvertible {
  let html: String

  init(_ html: String) {
    self.html = html
  }

  func contains(_ text: String) -> Bool { html.contains(text) }

  var testDescription: String { "a page of \(html.utf8.count) bytes" }
}
