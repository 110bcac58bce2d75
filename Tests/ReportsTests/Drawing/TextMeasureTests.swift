import Reports
import Testing

@Test func `wider text measures wider`() {
  #expect(TextMeasure.width("") == 0)
  #expect(TextMeasure.width("iii") < TextMeasure.width("mmm"))
  #expect(TextMeasure.width("ab", size: 24) == 2 * TextMeasure.width("ab", size: 12))
  #expect(TextMeasure.width("日本") == 24)
}

@Test func `text is cut to fit`() {
  let long = String(repeating: "wild animals ", count: 1000)
  let cut = TextMeasure.fitted(long, to: 100)
  #expect(cut.hasSuffix("…"))
  #expect(TextMeasure.width(cut) <= 100)
  #expect(TextMeasure.fitted("short", to: 100) == "short")
}
