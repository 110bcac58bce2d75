import Reports
import Testing

@Test func `markup is escaped scalar by scalar`() {
  #expect(Markup.escaped("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#39;")
  // One character to Swift, a quotation mark to a parser.
  #expect(Markup.escaped("\"\u{301}x") == "&quot;\u{301}x")
  #expect(Markup.escaped("<\u{301}script") == "&lt;\u{301}script")
}

@Test func `what XML forbids is replaced`() {
  #expect(Markup.escaped("a\u{0}b\u{B}c\u{FFFF}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
  #expect(Markup.escaped("a\tb\nc") == "a\tb\nc")
}

@Test func `direction overrides cannot turn the text around`() {
  #expect(Markup.escaped("\u{202E}gpj.exe") == "\u{FFFD}gpj.exe")
}
