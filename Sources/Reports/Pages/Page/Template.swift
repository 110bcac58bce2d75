import Mustache

/// A Mustache template whose values are escaped before they reach it.
///
/// The engine escapes by character, which lets a quotation mark with a combining accent through;
/// so all templates insert with three braces what ``Content`` has made safe.
struct Template: Sendable {
  indirect enum Content {
    /// Escaped.
    case text(String)
    /// Inserted as it is; only for what this module has written itself.
    case markup(String)
    case flag(Bool)
    case list([[String: Content]])

    fileprivate var value: Any {
      switch self {
      case .text(let text): Markup.escaped(text)
      case .markup(let markup): markup
      case .flag(let flag): flag
      case .list(let items): items.map { $0.mapValues(\.value) }
      }
    }
  }

  private let template: MustacheTemplate

  /// - Precondition: `text` is a well-formed template; it comes from this module, never from a user.
  init(_ text: String) {
    do {
      template = try MustacheTemplate(string: text)
    } catch {
      preconditionFailure("template: \(error) in \(text)")
    }
  }

  func render(_ content: [String: Content]) -> String {
    template.render(content.mapValues(\.value))
  }
}
