/// `KEY=VALUE`, as `--set` takes it.
struct SettingAssignment {
  /// The key's steps.
  let path: [String]
  let value: SettingsTree

  /// - Throws: ``SettingsError`` without a key, or for a value that stands for too much.
  init(_ text: String) throws {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw SettingsError("--set", "expected KEY=VALUE, found “\(text)”")
    }
    path = text[..<equals].split(separator: ".").map(String.init)
    let given = String(text[text.index(after: equals)...])
    do {
      value = try YAMLSettings.tree(given)
    } catch let problem as YAMLSettings.Problem {
      throw SettingsError(path.joined(separator: "."), "the value is too much: \(problem)")
    } catch {
      value = .text(given)
    }
  }
}
