import Testing

@testable import LongTail

/// YAML that people write, and YAML that should not be read.
struct YAMLSettingsTests {
  @Test func `values are what YAML says`() throws {
    let text = """
      a: 1
      b: 1.5
      c: [true, no, ~, "5", 'yes', 1:30, 0x10, 1e3, .5, two words]
      d: {e: , f: "null"}
      """
    #expect(
      try YAMLSettings.tree(text)
        == .table([
          "a": .integer(1), "b": .number(1.5),
          "c": .list([
            .boolean(true), .boolean(false), .null, .text("5"), .text("yes"), .text("1:30"),
            .integer(16), .number(1000), .number(0.5), .text("two words"),
          ]), "d": .table(["e": .null, "f": .text("null")]),
        ]))
    #expect(try YAMLSettings.tree("") == .null)
  }

  @Test func `anchors repeat what they name, and tables can be merged`() throws {
    let text = """
      base: &base {a: 1, b: 2}
      same: *base
      more: {<<: *base, b: 3}
      """
    let base = SettingsTree.table(["a": .integer(1), "b": .integer(2)])
    #expect(
      try YAMLSettings.tree(text)
        == .table([
          "base": base, "same": base, "more": .table(["a": .integer(1), "b": .integer(3)]),
        ]))
  }

  /// Ten of ten of ten …, in lists, tables and keys.
  private static let bombs = [
    bomb { "[\([String](repeating: $0, count: 10).joined(separator: ", "))]" },
    bomb { name in "{\((0..<10).map { "k\($0): \(name)" }.joined(separator: ", "))}" },
    bomb { "[\([String](repeating: $0, count: 10).joined(separator: ", "))]" } + "? *l10\n: 1\n",
    bomb { "[\([String](repeating: $0, count: 10).joined(separator: ", "))]" } + "*l10 : 1\n",
    bomb { "[\([String](repeating: $0, count: 10).joined(separator: ", "))]" }
      + "[*l10, *l10]: 1\n",
    bomb { name in "{<<: [\([String](repeating: name, count: 10).joined(separator: ", "))]}" },
  ]

  private static func bomb(_ level: (String) -> String) -> String {
    "l0: &l0 {a: b}\n" + (1...10).map { "l\($0): &l\($0) \(level("*l\($0 - 1)"))\n" }.joined()
  }

  @Test(.timeLimit(.minutes(1)), arguments: bombs)
  func `aliases that stand for too much are refused at once`(_ text: String) {
    let began = ContinuousClock.now
    #expect(throws: YAMLSettings.Problem.self) { try YAMLSettings.tree(text) }
    #expect(ContinuousClock.now - began < .seconds(10))
  }

  @Test(.timeLimit(.minutes(1)))
  func `deep, long and large documents are refused`() {
    let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    let chain =
      "a0: &a0 [1]\n" + (1...99).map { "a\($0): &a\($0) \(nested("*a\($0 - 1)"))\n" }.joined()
    func nested(_ inner: String) -> String {
      String(repeating: "[", count: 900) + inner + String(repeating: "]", count: 900)
    }
    let many = "x: &x 1\ny: [\([String](repeating: "*x", count: 101).joined(separator: ", "))]\n"
    let long = "[" + String(repeating: "1, ", count: 120_000) + "1]"
    let large = "a: " + String(repeating: "x", count: 1 << 20)
    for text in [deep, chain, many, long, large] {
      #expect(throws: YAMLSettings.Problem.self) { try YAMLSettings.tree(text) }
    }
    // Beyond libyaml's own limit.
    let abyss = String(repeating: "[", count: 200_000)
    #expect(throws: (any Error).self) { try YAMLSettings.tree(abyss) }
  }

  @Test func `comments and texts may have stars and questions`() throws {
    let text = """
      # why? because *this* is a note; see [1]: there
      a: 5 # 2 * 3 [or so]: *
      b: "a * b"
      """
    #expect(try YAMLSettings.tree(text) == .table(["a": .integer(5), "b": .text("a * b")]))
  }
}
